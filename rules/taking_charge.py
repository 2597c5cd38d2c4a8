"""The steps by which the commune takes somebody in charge, their clocks in working days, and what cannot be so.

Who has served: TT 10/2024/TT-BCA art. 9–11. Who serves in the community: NĐ 231/2026/NĐ-CP art. 7, 12.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta

from rules.case_types import BY_CODE, SENTENCE
from rules.deadlines import add_working_days, is_working_day, next_working_day
from rules.local_time import DAY

# noted beside the steps: there is nothing left to do, be it all noted here or done on paper before
DONE = "done"
# of those on parole by Luật 41/2019/QH14 art. 59; of others the certificate names the day, which is not kept here
PRESENT_WITHIN_DAYS = 5
# whoever came home longer ago has met the office before there was a bot
FRESH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Step:
    """A step. `after`: the step that comes before it. `working_days` from the day of the step `since`; None: no clock.

    `names_guardian`: it is about a guardian, who is noted with it.
    """

    code: str
    after: str = ""
    since: str = ""
    working_days: int | None = None
    names_guardian: bool = False
    source: str = ""


MET = Step("met", source="Circular 10/2024/TT-BCA art. 9.1")
PROPOSED = Step("proposed", "met", "met", 3, True, "Circular 10/2024/TT-BCA art. 10.2")
# the chairman decides; for how long he may take no clock was seen
DECIDED = Step("decided", "proposed", names_guardian=True, source="Circular 10/2024/TT-BCA art. 10.2")
FILED = Step("filed", "met", "met", 5, source="Circular 10/2024/TT-BCA art. 11.2")
RECEIVED = Step("met", source="Decree 231/2026 art. 7")
PROPOSED_IN_COMMUNITY = Step("proposed", "met", "met", 3, True, "Decree 231/2026 art. 12.5a")
DECIDED_IN_COMMUNITY = Step("decided", "proposed", "proposed", 3, True, "Decree 231/2026 art. 12.5a")
PLANNED = Step("planned", "met", "met", 5, source="Decree 231/2026 art. 7")

OF_RELEASED = (MET, PROPOSED, DECIDED, FILED)
OF_SENTENCE = (RECEIVED, PROPOSED_IN_COMMUNITY, DECIDED_IN_COMMUNITY, PLANNED)
# under both regimes at once: TT 10/2024 art. 15.3
OF_BOTH = (*OF_RELEASED, PLANNED)
CODES = tuple(dict.fromkeys(step.code for step in (*OF_RELEASED, *OF_SENTENCE)))


@dataclass(frozen=True, slots=True)
class Open:
    """A step that is still to come; `ends_on`: the last day of its clock, None where none runs."""

    step: Step
    ends_on: date | None

    def days_late(self, today: date) -> int:
        return max(0, (today - self.ends_on).days) if self.ends_on else 0


def steps_of(case_type: str) -> tuple[Step, ...]:
    """Lists the steps for a case type, in their order."""
    if case_type == "residence":
        return OF_BOTH
    return OF_SENTENCE if BY_CODE[case_type].regime == SENTENCE else OF_RELEASED


def step_of(case_type: str, code: str) -> Step | None:
    """Finds a step of a case type by its code; None where it has none."""
    return next((step for step in steps_of(case_type) if step.code == code), None)


def open_steps(case_type: str, came_home_on: date, days: Mapping[str, date], free_days: Set[date]) -> list[Open]:
    """Lists the steps without a day in `days` (step → day), the earliest clock first and those without one last."""
    left = [
        Open(step, _ends_on(step, case_type, came_home_on, days, free_days))
        for step in steps_of(case_type)
        if step.code not in days
    ]
    return sorted(left, key=lambda item: (item.ends_on is None, item.ends_on or date.max))


def _ends_on(
    step: Step, case_type: str, came_home_on: date, days: Mapping[str, date], free_days: Set[date]
) -> date | None:
    if step.code == "met":
        return came_home_on + timedelta(days=PRESENT_WITHIN_DAYS) if case_type == "parole" else None
    if step.working_days is None or step.since not in days:
        return None
    return add_working_days(days[step.since], step.working_days, free_days)


def is_complete(case_type: str, days: Mapping[str, date]) -> bool:
    """Says whether every step of the case type has its day."""
    return all(step.code in days for step in steps_of(case_type))


def possible(case_type: str, days: Mapping[str, date]) -> list[Step]:
    """Lists the steps that can be noted now: those whose earlier step has its day, noted ones last, to be corrected."""
    can_be = [step for step in steps_of(case_type) if not step.after or step.after in days]
    return sorted(can_be, key=lambda step: step.code in days)


def day_problem(
    step: Step, day: date, today: date, case_type: str, came_home_on: date, days: Mapping[str, date]
) -> str | None:
    """Says what is wrong with the day of a step: in_future, before_home, needs_, before_ or after_ a step, or None."""
    if day > today:
        return "in_future"
    if step.code == "met" and day < came_home_on:
        return "before_home"
    if step.after and step.after not in days:
        return f"needs_{step.after}"
    if step.after and day < days[step.after]:
        return f"before_{step.after}"
    later = [other for other in steps_of(case_type) if other.after == step.code and days.get(other.code, day) < day]
    return f"after_{later[0].code}" if later else None


def told_on(ends_on: date, today: date, free_days: Set[date]) -> tuple[date, date]:
    """Gives the working days on which officers hear of a clock: the one before its last day, the one after it.

    Of a clock that has ended already, as with a step noted late, they hear on the next working day.
    """
    before = ends_on - DAY
    while not is_working_day(before, free_days):
        before -= DAY
    return before, next_working_day(max(ends_on, today) + DAY, free_days)
