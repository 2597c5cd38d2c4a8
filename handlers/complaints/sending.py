"""Somebody complains in their own words about an officer, a guardian or a partner: it goes to the unit above alone."""

from handlers.complaints import above, clock
from handlers.kit import Answers, Choice, Form, Outgoing, Said, Text
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify.notices import Telling
from handlers.people import offices
from rules.complaints import ABOUT, take_by
from storage import complaints
from storage.complaints import Complaint

BELOW = tuple(code for code in ABOUT if code != "above")


def is_below(answers: Answers) -> bool:
    return answers["about"] in BELOW


def nobody_above(scope: Scope) -> Said | None:
    """Says beforehand that this service knows no unit above, so that nobody writes for nothing."""
    return None if above.unit_above(scope) is not None else _nowhere(scope, "complaint.no_unit_above")


def _nowhere(scope: Scope, key: str) -> Said:
    """Says that nothing was kept, with the free number to ask, which was seen."""
    return Said(key, {"aid": _aid(scope)}, (scope.menu_button(),))


def _aid(scope: Scope) -> str:
    number = above.legal_aid(scope.deployment)
    return scope.text("complaint.legal_aid", number=number) if number else ""


def nobody_reads(scope: Scope) -> str:
    """Says before anything is written that the unit above has nobody here who could read it."""
    unit = above.unit_above(scope)
    if unit is None or above.readers_in(scope.db, unit.code, besides=scope.account.id):
        return ""
    return scope.text("complaint.nobody_reads", place=offices.unit_named(scope.wording, unit), aid=_aid(scope))


def send(answers: Answers, scope: Scope) -> Said:
    unit = above.unit_above(scope)
    if unit is None:
        return _nowhere(scope, "complaint.no_unit_above")
    if not is_below(answers):
        return _nowhere(scope, "complaint.about_above")
    tables = scope.deployment.tables
    last_day = take_by(tables.complaints_on(scope.today), scope.today, tables.free_days, tables.extra_days)
    sent = complaints.send(
        scope.db,
        unit=unit.code,
        asked_by=scope.account.id,
        about=answers["about"],
        told={name: words for name, words in answers.items() if name != "about"},
        take_by=last_day,
    )
    clock.plan(scope.db, scope.deployment, sent)
    has_reader = above.tell(scope.db, scope.deployment, sent, "complaint", _telling(sent))
    key = "complaint.sent" if has_reader else "complaint.sent_nobody"
    fields = {"number": sent.code, "place": offices.unit_named(scope.wording, unit), "day": scope.day(last_day)}
    if not has_reader:
        fields["aid"] = _aid(scope)
    see = scope.button("complaint_own.button", f"do:complaint_own:{sent.id}")
    return Said(key, fields, (see, scope.menu_button()))


def _telling(sent: Complaint) -> Telling:
    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.complaint.new", number=sent.code), (clock.see_button(wording, sent),))

    return telling


complain = Form(
    "complain",
    Choice("about", ABOUT),
    Text("who", longest=200, optional=True, when=is_below),
    Text("what", longest=2000, when=is_below),
    Text("wish", longest=500, optional=True, when=is_below),
    submit=send,
    ready=nobody_above,
    opening=nobody_reads,
)


COMMANDS = (
    Command(
        "complain",
        begins("complain"),
        words=("/khieunai", "khieu nai", "phan anh", "gui khieu nai", "viet khieu nai", "to cao", "complain"),
    ),
)
