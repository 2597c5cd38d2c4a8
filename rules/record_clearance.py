"""When somebody counts as cleared (xóa án tích): Bộ luật Hình sự 2015, as amended 2017, art. 69–73 and 107.

Never a decision: the earliest possible day from what somebody entered; the authority looks up the rest and confirms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.visits import months_later

State = Literal["no_record", "cleared", "not_yet", "blocked", "unfinished", "court", "ask"]

PENALTIES = ("prison", "suspended", "non_custodial", "fine", "warning", "exempt")
TERMS = ("up_to_5", "over_5_to_15", "over_15")
AGES = ("adult", "from_16", "from_14")
# the first takes «ít nghiêm trọng» and «nghiêm trọng» together: art. 69.2 and 107.1 do not tell them apart
GRAVITIES = ("serious", "very_serious", "especially_serious")

# months from the end of the main penalty, by row: without prison to be served, then the three terms
BY_LAW = (12, 24, 36, 60)  # art. 70.2
BY_COURT = (12, 36, 60, 84)  # art. 71.2, crimes of Chapters XIII and XXVI
AGED_16 = (6, 12, 24, 36)  # art. 107.2
REFUSED_ONCE, REFUSED_AGAIN = 12, 24  # art. 71.3
# crimes before this day were under another code; minors convicted from that day on are under Luật 59/2024 as well
CODE_SINCE = date(2018, 1, 1)
MINORS_ANEW = date(2026, 1, 1)
# when these articles were last read in the public copy of Bộ pháp điển
CHECKED_ON = date(2026, 11, 23)
SHARE_BEFORE_EARLY = 3  # art. 72: a third of the period
LONGEST_OF_ROW = (60, 180)  # months, both included: «đến 05 năm», «trên 05 năm đến 15 năm»
SHORTEST = {"over_5_to_15": 60, "over_15": 180}  # months of prison at least


@dataclass(frozen=True, slots=True)
class Judgment:
    """What a judgment says and what became of it.

    `term`: prison as pronounced, not as served (art. 73.1). `ended_on`: the main penalty finished, probation of a
    suspended sentence over, or the time limit for enforcing it run out; None while it goes on or nobody knows.
    `negligent` and `by_court` are None where somebody is not sure. `owes`: costs, fine or compensation not paid yet;
    None where not known. `additional_until`: the last day of quản chế, cấm cư trú, a ban on a post or trade, or of
    lost civil rights; `additional_open`: there is one, and nobody knows until when.
    """

    penalty: str
    term: str = ""
    ended_on: date | None = None
    age: str = "adult"
    gravity: str = ""
    negligent: bool | None = False
    by_court: bool | None = False
    additional_until: date | None = None
    additional_open: bool = False
    owes: bool | None = False
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Refusals:
    """How often a court has said no, and when it last did."""

    times: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Clearance:
    """How it stands on a day.

    `due`: the last day of the period, after which somebody counts as cleared, or may ask the court; None where nothing
    can be said. `time_over_on`: the day on which the time alone is over, where something else is in the way.
    `early_from`: from when a court may clear somebody early (art. 72). `article`: what it rests on. `reasons`: codes
    of what is in the way; `notes`: of what an officer should look at.
    """

    state: State
    article: str
    due: date | None = None
    time_over_on: date | None = None
    early_from: date | None = None
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def term_of(months: int | None) -> str:
    """Finds the row of a prison sentence of so many months; None is for life."""
    if months is None or months > LONGEST_OF_ROW[1]:
        return TERMS[2]
    return TERMS[0] if months <= LONGEST_OF_ROW[0] else TERMS[1]


def clearance(
    judgment: Judgment, today: date, later: Sequence[Judgment] = (), refusals: Refusals | None = None
) -> Clearance:
    """Works out how it stands; with `later` judgments, for crimes done before it was cleared, for all of them.

    The time of the first is counted anew from the end of the last main penalty (art. 73.2).
    """
    if without := _no_record(judgment):
        return without
    judgments = (judgment, *later)
    article = "71" if any(each.by_court for each in judgments) else _period(judgment)[0]
    notes = _notes(judgments)
    if reasons := _only_an_officer_tells(judgments):
        return Clearance("ask", article, reasons=reasons, notes=notes)
    ends = [each.ended_on for each in judgments if each.ended_on is not None]
    if len(ends) < len(judgments):
        return Clearance("unfinished", article, notes=notes)
    start = max(ends)
    due = max(_last_day(each, start) for each in judgments)
    if any(each.owes for each in judgments):
        return Clearance("blocked", article, time_over_on=due, reasons=("owes",), notes=notes)
    if any(each.paid_on is not None and each.paid_on > due for each in judgments):
        return Clearance("ask", article, time_over_on=due, reasons=("paid_late",), notes=notes)
    if article == "71":
        return Clearance("court", article, _may_apply(due, refusals), notes=notes)
    if today > due:
        return Clearance("cleared", article, due, notes=notes)
    early = months_later(start, _period(judgment)[1] // SHARE_BEFORE_EARLY)
    return Clearance("not_yet", article, due, early_from=None if later or early >= due else early, notes=notes)


def _no_record(judgment: Judgment) -> Clearance | None:
    """Says that there is no record at all (art. 69.2, 107.1), or that it turns on what somebody is not sure of."""
    article = "69.2" if judgment.age == "adult" else "107.1"
    if judgment.penalty == "exempt" or judgment.age == "from_14":
        return Clearance("no_record", article)
    gravity, negligent = judgment.gravity, judgment.negligent
    if judgment.age == "adult":
        none, unknown = gravity == "serious" and negligent, negligent is not False and gravity in ("", "serious")
    else:
        none = gravity == "serious" or (gravity == "very_serious" and negligent)
        unknown = not gravity or (gravity == "very_serious" and negligent is None)
    if none:
        return Clearance("no_record", article)
    return Clearance("ask", article, reasons=("gravity",)) if unknown else None


def _period(judgment: Judgment) -> tuple[str, int]:
    """Finds article and months: the row by the penalty as pronounced (art. 73.1)."""
    row = 1 + TERMS.index(judgment.term) if judgment.penalty == "prison" and judgment.term else 0
    if judgment.age != "adult":
        return "107.2", AGED_16[row]
    return ("71", BY_COURT[row]) if judgment.by_court else ("70.2", BY_LAW[row])


def _only_an_officer_tells(judgments: Sequence[Judgment]) -> tuple[str, ...]:
    """Lists what the rule turns on and somebody is not sure of, or where no rule was to be had."""
    unsure = {
        "term": any(each.penalty == "prison" and not each.term for each in judgments),
        "by_court": any(each.by_court is None and each.age == "adult" for each in judgments),
        # art. 71 lists no fine, and art. 107 says nothing of those two chapters
        "court_rule": any(each.by_court and (each.penalty == "fine" or each.age != "adult") for each in judgments),
        "additional": any(each.additional_open for each in judgments),
    }
    return tuple(code for code, applies in unsure.items() if applies)


def _last_day(judgment: Judgment, start: date) -> date:
    """Finds the last day of the time: later where another penalty runs longer (art. 70.2, last paragraph)."""
    return max(months_later(start, _period(judgment)[1]), judgment.additional_until or start)


def _may_apply(due: date, refusals: Refusals | None) -> date:
    """Finds the day from which the court can be asked, or asked again (art. 71.3)."""
    if refusals is None:
        return due
    wait = REFUSED_ONCE if refusals.times == 1 else REFUSED_AGAIN
    return max(due, months_later(refusals.last_on, wait))


def _notes(judgments: Sequence[Judgment]) -> tuple[str, ...]:
    """Lists what an officer should look at, though a day is given."""
    notes = {
        "money_unknown": any(each.owes is None for each in judgments),
        "old_code": any(_began(each) < CODE_SINCE for each in judgments),
        "minors_anew": any(each.age != "adult" and (each.ended_on or MINORS_ANEW) >= MINORS_ANEW for each in judgments),
    }
    return tuple(code for code, applies in notes.items() if applies)


def _began(judgment: Judgment) -> date:
    """Gives the latest day on which the main penalty can have begun, after the crime."""
    shortest = SHORTEST.get(judgment.term, 0)
    return months_later(judgment.ended_on, -shortest) if judgment.ended_on else date.max
