"""What is on record of somebody in a quarter, beside the quarter before: counted and named, never weighed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.kit.viewer import Viewer
from rules.deadlines import Quarter
from rules.local_time import local_day
from rules.visits import met
from storage import alerts, checkins, visits
from storage.persons import Person
from storage.visits import Visit

# nobody has more visits in half a year
MOST_VISITS, MOST_CHECK_INS = 60, 8


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: `code` names its label `group_facts.<code>`; `now` and `before` are what the two quarters have."""

    code: str
    now: str
    before: str


def gather(viewer: Viewer, person: Person, quarter: Quarter) -> list[Fact]:
    """Lists the facts; what neither quarter has is left out."""
    now, before = _of_quarter(viewer, person, quarter), _of_quarter(viewer, person, quarter.previous)
    nothing = viewer.text("group_facts.nothing")
    return [Fact(code, now[code] or nothing, before[code] or nothing) for code in now if now[code] or before[code]]


def _of_quarter(viewer: Viewer, person: Person, quarter: Quarter) -> dict[str, str]:
    visited = [
        visit
        for visit in visits.latest(viewer.db, person.id, MOST_VISITS)
        if quarter.first <= visit.visited_on <= quarter.last
    ]
    meetings = [visit for visit in visited if met(visit.outcome)]
    last = meetings[0].answers if meetings else {}
    return {
        "met": str(len(meetings)) if meetings else "",
        "not_met": _counted(viewer, "visit_report.outcome", [v.outcome for v in visited if not met(v.outcome)]),
        "work": viewer.text(f"visit_report.work.{last['work']}") if last.get("work") else "",
        "mood": viewer.text(f"visit_report.mood.{last['mood']}") if last.get("mood") else "",
        "concerns": _counted(viewer, "visit_report.concerns", _all_of(meetings, "concerns")),
        "needs": _counted(viewer, "visit_report.needs", _all_of(meetings, "needs")),
        "check_ins": _counted(viewer, "checkin.face", _faces(viewer, person, quarter)),
        "alerts": _counted(viewer, "alert.reason", _alerts(viewer, person, quarter)),
    }


def _all_of(meetings: Iterable[Visit], question: str) -> list[str]:
    return [code for visit in meetings for code in visit.answers.get(question) or ()]


def _faces(viewer: Viewer, person: Person, quarter: Quarter) -> list[str]:
    told = checkins.latest(viewer.db, person.id, MOST_CHECK_INS)
    return [checkin.answers["face"] for checkin in told if quarter.first <= local_day(checkin.at) <= quarter.last]


def _alerts(viewer: Viewer, person: Person, quarter: Quarter) -> list[str]:
    raised = alerts.of_person(viewer.db, person.id)
    return [alert.reason for alert in raised if quarter.first <= local_day(alert.opened_at) <= quarter.last]


def _counted(viewer: Viewer, labels: str, codes: Iterable[str]) -> str:
    """Names what occurs, most often first: «rượu bia ×2, nợ nần»."""
    times = Counter(codes)
    named = [(viewer.text(f"{labels}.{code}"), count) for code, count in times.most_common()]
    return ", ".join(f"{label} ×{count}" if count > 1 else label for label, count in named)
