"""What a proper visit report is, and when the next visit falls due; what is worrying: rules/alert_rules.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import cos, hypot, radians

OUTCOMES = ("met", "away", "refused", "moved")
KINDS = ("home", "work", "office", "phone")
WORK = ("steady", "casual", "training", "looking", "unable", "none")
MOOD = ("good", "fair", "ill", "low", "bad")
CONCERNS = (
    "alcohol",
    "drugs",
    "gambling",
    "debt",
    "family",
    "company",
    "health",
    "low_mood",
    "violence",
    "left_area",
)
NEEDS = ("job", "training", "loan", "papers", "health_care", "housing", "legal")
REASONS_BY_OUTCOME: Mapping[str, tuple[str, ...]] = {
    "away": ("at_work", "working_far", "visiting_family", "hospital", "custody", "nobody_knows"),
    "refused": ("busy", "unwell", "no_wish", "family_said_no", "no_reason"),
    "moved": ("for_work", "with_family", "nobody_knows"),
}
REASONS = tuple(dict.fromkeys(reason for reasons in REASONS_BY_OUTCOME.values() for reason in reasons))

OLDEST_DAYS = 30
EVERY_DAYS = 30
EVERY_DAYS_AT_FIRST = 7
FIRST_MONTHS = 3
# why nobody could be met for longer: no use in trying again at once
AWAY_FOR_LONG = ("hospital", "custody", "working_far")
TRY_AGAIN_DAYS: Mapping[str, int] = {"away": 3, "refused": 7}
TRY_LATER_DAYS = 14
LEAST_NOTICE_DAYS = 3
SOON_DAYS = 7
ONE_ADDRESS_METRES = 60
METRES_A_DEGREE = 111_320
CORRECTION_TIME = timedelta(hours=24)


def met(outcome: str) -> bool:
    """Says whether guardian and person met."""
    return outcome == "met"


def reasons_for(outcome: str) -> tuple[str, ...]:
    """Lists why it did not come to a meeting; nothing to choose from when it did."""
    return REASONS_BY_OUTCOME.get(outcome, ())


def day_problem(day: date, today: date) -> str | None:
    """Says what is wrong with the day of a visit: in_future, too_old (30 days), or None."""
    if day > today:
        return "in_future"
    if (today - day).days > OLDEST_DAYS:
        return "too_old"
    return None


def plan_problem(day: date, today: date) -> str | None:
    """Says what is wrong with the day planned for a visit: in_past, or None."""
    return "in_past" if day < today else None


def is_calm(
    outcome: str, answers: Mapping[str, object], visited_on: date, today: date, every: int | None = None
) -> bool:
    """Says whether a visit went well and is less than an interval ago, so that the next may be like it."""
    worrying = bool(answers.get("concerns")) or answers.get("mood") not in ("good", "fair")
    return met(outcome) and not worrying and (today - visited_on).days <= (every or EVERY_DAYS)


def can_correct(filed_at: datetime, now: datetime) -> bool:
    """Says whether a report may still be put right: within 24 hours of filing."""
    return now - filed_at < CORRECTION_TIME


# asked again and again for the days on which people came home
@lru_cache(maxsize=4096)
def months_later(day: date, months: int) -> date:
    """Gives the same day some months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_month = date(year + month // 11, (month + 1) % 12 + 1, 1)
    last = (next_month - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def next_visit_on(
    visited_on: date, came_home_on: date | None, every: int | None = None, *, outcome: str = "met", reason: str = ""
) -> date:
    """Plans the next visit: 30 days on, 7 in the first 3 months at home, or as set for this person (`every`).

    After a visit in vain it is sooner: 3 days where they were out, 7 where they would not meet, 14 where they have
    moved or are away for long. The texts only say that everybody has a guardian who reports each quarter
    (TT 10/2024/TT-BCA art. 10); how often to visit is the service's own rule.
    """
    if every is None:
        at_first = came_home_on is not None and visited_on < months_later(came_home_on, FIRST_MONTHS)
        every = EVERY_DAYS_AT_FIRST if at_first else EVERY_DAYS
    if not met(outcome):
        again = TRY_LATER_DAYS if reason in AWAY_FOR_LONG else TRY_AGAIN_DAYS.get(outcome, TRY_LATER_DAYS)
        every = min(every, again)
    return visited_on + timedelta(days=every)


@dataclass(frozen=True, slots=True)
class VisitDue:
    """How somebody's next visit stands: in so many `days`, today (0) or overdue (negative). None: no day is set."""

    days: int | None

    @property
    def is_overdue(self) -> bool:
        """Says whether its day has passed."""
        return self.days is not None and self.days < 0

    @property
    def is_soon(self) -> bool:
        """Says whether it is due today or within a week."""
        return self.days is not None and 0 <= self.days <= SOON_DAYS

    @property
    def days_overdue(self) -> int:
        """Counts the days since its day; nought when it is not overdue."""
        return max(-(self.days or 0), 0)


def is_one_address(place: object, other: object) -> bool:
    """Says whether two reports name one place: shared locations within 60 metres, or the same words."""
    if isinstance(place, list) and isinstance(other, list):
        north = (place[0] - other[0]) * METRES_A_DEGREE
        east = (place[1] - other[1]) * METRES_A_DEGREE * cos(radians(place[0]))
        return hypot(north, east) <= ONE_ADDRESS_METRES
    if isinstance(place, str) and isinstance(other, str):
        return bool(place.strip()) and place.casefold().split() == other.casefold().split()
    return False


def address_band(place: object) -> int | str:
    """Gives a place's band of latitude, or its words: what is one address with it lies there, or in a band beside."""
    if isinstance(place, list):
        return int(place[0] * METRES_A_DEGREE // ONE_ADDRESS_METRES)
    return " ".join(str(place).casefold().split())


def visit_due(next_visit_on: date | None, today: date) -> VisitDue:
    """Says how a visit stands on a day; `storage.persons` asks the same of many rows with `soon_until`."""
    return VisitDue((next_visit_on - today).days if next_visit_on else None)


def soon_until(today: date) -> date:
    """Gives the last day on which a visit is due soon."""
    return today + timedelta(days=SOON_DAYS)


def or_soon(day: date, today: date) -> date:
    """Puts off a day that has come or is past, as a report handed in late may name it: nobody is sent to yesterday."""
    is_ahead = (visit_due(day, today).days or 0) > 0
    return day if is_ahead else today + timedelta(days=LEAST_NOTICE_DAYS)


@dataclass(frozen=True, slots=True)
class Report:
    visited_on: date
    outcome: str
    kind: str = "home"
    work: str = ""
    mood: str = ""
    concerns: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if not met(self.outcome):
            object.__setattr__(self, "mood", "")
            object.__setattr__(self, "work", "")

    @property
    def facts(self) -> dict[str, tuple[str, ...]]:
        """Gives what the rules of alerts look at: field → the codes in it."""
        several = {"concerns": self.concerns, "needs": self.needs}
        single = {name: getattr(self, name) for name in ("outcome", "kind", "work", "mood", "reason")}
        return {**several, **{name: (code,) for name, code in single.items() if code}}


def report_of(visited_on: date, kind: str, outcome: str, answers: Mapping[str, object]) -> Report:
    """Builds a report as the rules see it, from the answers of the form; what is not asked is ignored."""

    def code(name: str) -> str:
        value = answers.get(name)
        return value if isinstance(value, str) else ""

    def codes(name: str) -> tuple[str, ...]:
        value = answers.get(name)
        return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()

    return Report(
        visited_on,
        outcome,
        kind,
        work=code("work"),
        mood=code("mood"),
        concerns=codes("concerns"),
        needs=codes("needs"),
        reason=code("reason"),
    )
