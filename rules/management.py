"""Why the commune's part with somebody ends, rests or begins again, and what follows for record and account.

The grounds of an end: TT 10/2024/TT-BCA art. 14; of a rest, in which the file stays: art. 15.4.
"""

from dataclasses import dataclass
from typing import Literal

from rules.accounts import Status

Told = Literal["completed", "moved", "nothing"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `person`: the status of the record; `account`: of their own account.

    `told`: how they hear of it themself; nothing where their phone is in other hands. `guardian`: how their guardian
    does, who is told of no new sentence.
    """

    code: str
    person: str
    account: Status
    told: Told
    guardian: str


REASONS = (
    Reason("cleared", "ended", "closed", "completed", "completed"),
    Reason("term_over", "ended", "closed", "completed", "completed"),
    Reason("abroad", "ended", "closed", "completed", "moved"),
    Reason("missing", "ended", "closed", "nothing", "over"),
    Reason("moved", "moved", "moved", "moved", "moved"),
    Reason("died", "ended", "closed", "nothing", "died"),
    Reason("new_sentence", "ended", "closed", "nothing", "over"),
)
BY_CODE = {reason.code: reason for reason in REASONS}
CODES = tuple(BY_CODE)
# custody, compulsory rehab, compulsory education: nobody is visited or asked until they are back
PAUSES = ("custody", "rehab", "education")
# why somebody is taken into care again
AGAIN = ("came_back", "new_decision", "mistake")
