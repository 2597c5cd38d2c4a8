"""«Hồ sơ một trang»: what an officer takes along on paper about somebody."""

from dataclasses import dataclass
from datetime import datetime

from handlers.documents import pdf
from handlers.kit import Line
from handlers.kit.wording import Wording, capital
from handlers.reports.person_page import (
    CheckinFacts,
    GoalFacts,
    NeedFacts,
    OpenAlert,
    PersonPage,
    QuarterOfVisits,
    VisitFacts,
)
from rules.local_time import local_day

LONGEST_NOTE = 160
ROMAN = ("I", "II", "III", "IV")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Printing:
    """Who had it made, as they are named on paper, and when."""

    by: str
    at: datetime


def render(page: PersonPage, wording: Wording, printing: Printing) -> bytes:
    """Makes the PDF. Raises NotWritten."""
    return pdf.write("person_page", words_of(page, wording, printing), printing.at)


def words_of(page: PersonPage, wording: Wording, printing: Printing) -> dict[str, object]:
    """Gives all that the template sets, as strings."""
    born = wording.text("officer.card.born", year=page.born) if page.born else ""
    titles = ("title", "visits_title", "needs_title", "alerts_title", "checkins_title", "confidential")
    empty = ("no_visits", "no_needs", "no_alerts", "no_checkins")
    return {
        "language": wording.language,
        "service": wording.text("page.name"),
        **{name: wording.text(f"document.person_page.{name}") for name in (*titles, *empty)},
        "name": page.name,
        "under_name": " · ".join(part for part in (born, page.hamlet) if part),
        "rows": _rows(page, wording),
        "quarters": [_quarter(quarter, wording) for quarter in page.quarters],
        "needs": ", ".join(_need(need, wording) for need in page.needs),
        "alerts": [_alert(alert, wording) for alert in page.alerts],
        "checkins": [_checkin(checkin, wording) for checkin in page.checkins],
        "printed": wording.text(
            "document.person_page.printed", who=printing.by, at=wording.moment_on_paper(printing.at)
        ),
    }


def _rows(page: PersonPage, wording: Wording) -> list[Row]:
    values = {
        "case": wording.text(f"case_type.{page.case_type}"),
        "home": wording.date_on_paper(page.came_home_on),
        "status": wording.text(f"document.person_page.status.{page.status}"),
        "guardian": page.guardian or wording.text("document.person_page.no_guardian"),
        "next_visit": _next_visit(page, wording),
        "taking_in": _steps(page, wording),
        "situation": " · ".join(f"{line.label}: {_cut(line.value)}" for line in page.situation),
        "plan": " · ".join(_goal(goal, wording) for goal in page.goals),
    }
    return [
        {"label": wording.text(f"document.person_page.{name}"), "value": value}
        for name, value in values.items()
        if value
    ]


def _next_visit(page: PersonPage, wording: Wording) -> str:
    if page.next_visit_on is None:
        return ""
    key = "document.person_page.visit_late" if page.days_late else "document.person_page.visit_before"
    return wording.text(key, day=wording.date_on_paper(page.next_visit_on), days=page.days_late)


def _steps(page: PersonPage, wording: Wording) -> str:
    return " · ".join(
        wording.text(
            "document.person_page.step",
            step=capital(wording.text(f"charge.step.{step}")),
            day=wording.date_on_paper(day),
        )
        for step, day in page.steps
    )


def _goal(goal: GoalFacts, wording: Wording) -> str:
    helper = goal.helper_named or wording.text(f"goal.helper.{goal.helper}")
    day = wording.date_on_paper(goal.due_on)
    return wording.text("document.person_page.goal", what=goal.what, helper=helper, day=day)


def _quarter(quarter: QuarterOfVisits, wording: Wording) -> dict[str, object]:
    number = ROMAN[quarter.quarter.number - 1]
    return {
        "name": wording.text("document.person_page.quarter", number=number, year=quarter.quarter.year),
        "count": wording.text("document.person_page.met_of", met=quarter.met, visits=quarter.visits),
        "visits": [_visit(visit, wording) for visit in quarter.shown],
    }


def _visit(visit: VisitFacts, wording: Wording) -> Row:
    row = {"on": wording.date_on_paper(visit.on), "receipt": visit.receipt, "in_short": visit.in_short}
    return row | _below(visit.lines)


def _checkin(checkin: CheckinFacts, wording: Wording) -> Row:
    in_short = " · ".join(part for part in (checkin.in_short, checkin.mark) if part)
    return {"on": _date(checkin.at, wording), "in_short": in_short} | _below(checkin.lines)


def _need(need: NeedFacts, wording: Wording) -> str:
    kind = wording.text(f"visit_report.needs.{need.kind}")
    return f"{kind} ({need.mark})" if need.mark else kind


def _below(lines: tuple[Line, ...]) -> Row:
    """Puts their own words in quotation marks; of anything else it says what it answers."""
    words = [f"«{_cut(line.value)}»" for line in lines if line.note and not line.attachments]
    sent = [line.value for line in lines if line.attachments]
    others = [f"{line.label}: {line.value}" for line in lines if not line.note]
    return {"below": " · ".join((*others, *sent)), "note": " ".join(words)}


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_NOTE else f"{words[: LONGEST_NOTE - 1].rstrip()}…"


def _alert(alert: OpenAlert, wording: Wording) -> Row:
    return {
        "level": alert.level,
        "level_words": wording.text(f"alert.level.{alert.level}"),
        "words": wording.text(
            "document.person_page.alert",
            number=alert.code,
            reason=wording.text(f"alert.reason.{alert.reason}"),
            day=_date(alert.opened_at, wording),
        ),
    }


def _date(moment: datetime, wording: Wording) -> str:
    return wording.date_on_paper(local_day(moment))
