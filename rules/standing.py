"""How somebody stands to a person on record; `storage.access` finds it out, questions say who may see an answer."""

from typing import Literal

# the `author` reads back what they have just told themself
Standing = Literal["author", "officer", "guardian", "self", "partner", "nobody"]
# who may see somebody's record
READERS: tuple[Standing, ...] = ("officer", "guardian", "self")
