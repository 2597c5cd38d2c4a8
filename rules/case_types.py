"""Case types: one row each, with what the law makes of it: who reports what, who presents themself, how long away.

What the rows say is «SEEN» in the named article, or marked as not seen; whoever states it to people says «hỏi cán bộ»
for the latter.
"""

from dataclasses import dataclass
from typing import Literal

Regime = Literal["released", "sentence"]
RELEASED: Regime = "released"  # TT 10/2024/TT-BCA
SENTENCE: Regime = "sentence"  # NĐ 231/2026/NĐ-CP


@dataclass(frozen=True, slots=True)
class Absence:
    """How long somebody may stay away with leave: days each time, and a share of the whole term.

    `seen`: whether the numbers were read in a text in force. `from_home`: whether the term begins on the day of coming
    home; where it does not, its first day is not on record.
    """

    days_each: int
    one_in: int
    source: str
    seen: bool
    from_home: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseType:
    """A case type. `code` is stored.

    `regime`: the steps and clocks of being taken in charge. `roll_call`: the days 1–5 of each month (NĐ 231 art. 10).
    `self_report`: the person's own written report; the guardian's is HCD-08, each quarter, for all of them.
    `groups`: whether the police classify into A–D after each quarter (TT 10/2024 art. 12).
    `absence`: None where no number was seen. `source`: article; `seen`: whether all of the row was read in it.
    """

    code: str
    regime: Regime
    roll_call: bool
    self_report: Literal["monthly"] | None
    groups: bool
    absence: Absence | None = None
    source: str
    seen: bool = True


# read in the law of 2019; the numbers in Law 127/2025/QH15 were not seen
# the term of those on parole is the rest of the sentence: Law 41/2019/QH14 art. 59–68, Penal Code art. 66
AWAY_ON_PAROLE = Absence(60, 3, "Law 41/2019/QH14 art. 59–68", seen=False, from_home=True)
AWAY_SUSPENDED = Absence(60, 3, "Law 41/2019/QH14 art. 92", seen=False)

CASE_TYPES = (
    CaseType(
        code="finished",
        regime=RELEASED,
        roll_call=False,
        self_report=None,
        groups=True,
        source="Circular 10/2024/TT-BCA art. 7, 9, 10, 12",
    ),
    CaseType(
        code="amnesty",
        regime=RELEASED,
        roll_call=False,
        self_report=None,
        groups=True,
        source="Circular 10/2024/TT-BCA art. 7, 9, 10, 12",
    ),
    CaseType(
        code="parole",
        regime=SENTENCE,
        roll_call=True,
        self_report="monthly",
        groups=False,
        absence=AWAY_ON_PAROLE,
        source="Law 41/2019/QH14 art. 59–68; Decree 231/2026 art. 8, 10, 12",
    ),
    CaseType(
        code="suspended",
        regime=SENTENCE,
        roll_call=True,
        self_report="monthly",
        groups=False,
        absence=AWAY_SUSPENDED,
        source="Law 41/2019/QH14 art. 87, 92; Decree 231/2026 art. 8, 10, 12",
    ),
    CaseType(
        code="community",
        regime=SENTENCE,
        roll_call=True,
        self_report=None,
        groups=False,
        source="Decree 231/2026 art. 8, 10, 12; its own reports not collected",
        seen=False,
    ),
    # quản chế and cấm cư trú follow prison: whoever serves them is under both regimes (TT 10/2024 art. 15.3)
    CaseType(
        code="residence",
        regime=RELEASED,
        roll_call=True,
        self_report=None,
        groups=True,
        source="Circular 10/2024/TT-BCA art. 15.3; Decree 231/2026 art. 10; presence under a ban on residence not seen",
        seen=False,
    ),
)
BY_CODE = {case_type.code: case_type for case_type in CASE_TYPES}
CODES = tuple(BY_CODE)
