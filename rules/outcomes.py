"""The same few questions at coming home, and 3, 6 and 12 months later: what is counted of the answers, as movement.

Wellbeing is the question on life satisfaction of the British Office for National Statistics (ONS4, 0 to 10, «high»
from 7; Open Government Licence v3). Our Vietnamese words for it are not validated. The other four are the service's
own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules.visits import months_later

# months after coming home
STAGES = (0, 3, 6, 12)
# how long after its day a stage is still asked for
ASKED_WITHIN = timedelta(days=14)
# a week after the day, on which the monthly question is asked: no morning brings two
ASKED_AFTER = timedelta(days=7)
WORK = ("steady", "some", "none")
LODGING = ("settled", "unsure", "none")
MONEY = ("enough", "tight", "short")
PEOPLE = ("several", "one", "nobody")
WELLBEING = tuple(str(number) for number in range(11))
# of which answers the share is told
WELL: Mapping[str, frozenset[str]] = {
    "work": frozenset({"steady", "some"}),
    "lodging": frozenset({"settled"}),
    "money": frozenset({"enough"}),
    "people": frozenset({"several", "one"}),
    "wellbeing": frozenset({"7", "8", "9", "10"}),
}


def window(stage: int, today: date) -> tuple[date, date]:
    """Gives between which days those came home who are asked of a stage today: a week after its day, or the next."""
    last = months_later(today, -stage)
    return last - ASKED_WITHIN, last - ASKED_AFTER


def stage_on(came_home_on: date, today: date) -> int:
    """Finds the stage that somebody is at: the last one whose day has come."""
    reached = [stage for stage in STAGES if months_later(came_home_on, stage) <= today]
    return reached[-1] if reached else STAGES[0]


@dataclass(frozen=True, slots=True)
class Movement:
    """Of `both` who answered a question at two stages: how many were well at the first, and at the later one."""

    both: int
    then: int
    now: int


def movement(answers: Iterable[tuple[Mapping[str, object], Mapping[str, object]]]) -> dict[str, Movement]:
    """Counts by question those who answered it at both stages: pairs of the earlier and the later answers."""
    counted = dict.fromkeys(WELL, Movement(0, 0, 0))
    for then, now in answers:
        for question, well in WELL.items():
            if then.get(question) is None or now.get(question) is None:
                continue
            before = counted[question]
            counted[question] = Movement(
                before.both + 1, before.then + (then[question] in well), before.now + (now[question] in well)
            )
    return counted
