"""What the monthly report of somebody on a suspended sentence or on parole says, as far as the check-ins tell it.

NĐ 231/2026/NĐ-CP art. 16 names what is reported: health and work, work planned, anything else. What nobody has asked
is left for the pen.
"""

from collections.abc import Mapping, Sequence

from handlers.kit import Form
from handlers.kit.viewer import Viewer
from rules.case_types import BY_CODE
from rules.checkins import month_in
from rules.local_time import local_day
from rules.visits import met
from storage import checkins, visits
from storage.checkins import Checkin
from storage.persons import Person

MOST_READ = 12


def gather(
    check_in: Form, viewer: Viewer, person: Person | None, argument: str
) -> Mapping[str, str | Sequence[Mapping[str, str]]] | None:
    """Gathers the month that the argument names; None for whoever owes no such report."""
    month = month_in(argument)
    if person is None or month is None or BY_CODE[person.case_type].self_report != "monthly":
        return None
    told = [each for each in checkins.latest(viewer.db, person.id, MOST_READ) if each.period == argument]
    told.reverse()
    return {
        "thang": str(month.month),
        "nam": str(month.year),
        **_filled_field("suc_khoe", [_answer_shown(check_in, "face", each.answers, viewer) for each in told]),
        **_filled_field("viec_lam", _work(viewer, person, argument)),
        **_filled_field("dieu_khac", [words for each in told for words in _else(check_in, each, viewer)]),
        "tu_bao_lan": [_line(check_in, each, viewer) for each in told],
    }


def _filled_field(field: str, sayings: list[str]) -> dict[str, str]:
    """Gives a field that something is known of; any other is left for the pen."""
    words = "; ".join(filter(None, sayings))
    return {field: words} if words else {}


def _answer_shown(form: Form, question: str, answers: dict[str, object], viewer: Viewer) -> str:
    asked, answer = form.by_id[question], answers.get(question)
    if not answer or not asked.reads(answer) or not viewer.may_see(asked.seen_by):
        return ""
    return asked.show(answer, answers, viewer)


def _work(viewer: Viewer, person: Person, period: str) -> list[str]:
    """Says what was seen of work at the meetings of the month, each with its day."""
    meetings = [
        visit
        for visit in reversed(visits.latest(viewer.db, person.id, MOST_READ))
        if f"{visit.visited_on:%Y-%m}" == period and met(visit.outcome)
    ]
    return [
        f"{viewer.text(key)} ({viewer.wording.day_of_quarter(visit.visited_on)})"
        for visit in meetings
        if viewer.has_text(key := f"visit_report.work.{visit.answers.get('work')}")
    ]


def _else(check_in: Form, checkin: Checkin, viewer: Viewer) -> list[str]:
    """Says what would help and the words; what was sent along stays in the chat.

    So do the questions that were chosen for one person: they are there to help, and go into no report.
    """
    lines = [*check_in.shown(checkin.answers, viewer, "brief"), *check_in.shown(checkin.answers, viewer, "listed")]
    face = check_in.by_id["face"].line(checkin.answers["face"], checkin.answers, viewer)
    return [line.value for line in lines if line != face and line.value and not line.attachments]


def _line(check_in: Form, checkin: Checkin, viewer: Viewer) -> dict[str, str]:
    told = [check_in.in_short(checkin.answers, viewer), *_notes(check_in, checkin, viewer)]
    return {
        "ngay": viewer.wording.date_on_paper(local_day(checkin.at)),
        "noi_dung": ". ".join(filter(None, told)),
    }


def _notes(check_in: Form, checkin: Checkin, viewer: Viewer) -> list[str]:
    return [line.value for line in check_in.shown(checkin.answers, viewer, "listed") if not line.attachments]
