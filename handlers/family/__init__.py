"""Family: somebody lets a relative help, item by item, and ends it at any time; who has no phone is written for."""

from handlers.family import allowing, inviting, seeing, writing
from handlers.kit.matter import Matter

MATTER = Matter(
    "family",
    forms=(
        inviting.family_invite,
        inviting.family_for,
        allowing.family_change,
        writing.write_for,
        writing.proxy_message,
    ),
    commands=(*inviting.COMMANDS, *allowing.COMMANDS, *seeing.COMMANDS, *writing.COMMANDS),
)
