"""The monthly check-in: a face, what would help, a few words; nobody is told off for how they are."""

from collections.abc import Iterable

from handlers.checkins.chosen import CHOSEN, OFFICE_AND_SELF, chosen_for
from handlers.kit import Answers, Button, Choice, Choices, Form, Note, Said
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from handlers.notify import alert_rules, alerts, officers
from handlers.notify.need_telling import raise_need
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people import attachments, record
from handlers.reports.written_for import written_for
from rules import calls
from rules.alert_rules import Finding
from rules.checkins import FACES, HELPS, period_of
from rules.visits import NEEDS
from storage import accounts, checkins
from storage.checkins import Checkin
from storage.persons import Person

# what would help → where to go on with it at once
WAYS = {
    "job": "do:jobs",
    "training": "do:courses",
    "loan": "do:loan",
    "legal": "go:counselling:whom=lawyer",
    "talk": "go:counselling:whom=counsellor",
}
MOST_WAYS = 2


def tell_how_it_is(answers: Answers, scope: Scope) -> Said:
    person = record.person_of(scope)
    assert person is not None
    return thanks(answers, scope, file_check_in(answers, scope, person))


def file_check_in(answers: Answers, scope: Scope, person: Person, *, proxy: int | None = None) -> list[Finding]:
    """Files it, opens needs and raises alerts, which it gives back; `proxy`: who tells it in the person's name."""
    period = period_of(scope.today)
    earlier = earlier_faces(scope, person, period)
    checkins.add(
        scope.db,
        person_id=person.id,
        period=period,
        answers=answers,
        by=scope.account.id,
        filing=f"inbox {scope.message_id}" if scope.message_id else None,
        proxy=proxy,
    )
    withdraw(scope.db, "check_in", person.id, "answered")
    asked = {person.account_id} if person.account_id else set()
    mark_done(scope.db, scope.deployment, "check_in", person.id, asked, key="check_in")
    attachments.file_under(scope, answers["words"], "checkin", person)
    if "call" in answers["helps"]:
        _ask_for_call(scope, person)
    for need in answers["helps"]:
        if need in NEEDS:
            raise_need(scope.db, scope.deployment, person.id, need, proxy=proxy, by=scope.account.id)
    now = {"face": (answers["face"],), "helps": tuple(answers["helps"])}
    rules = alert_rules.of_unit(scope.db, scope.deployment, person.unit)
    raised = rules.raised("check_in", now, [{"face": (face,)} for face in earlier])
    for finding in raised:
        _raise(scope, person, finding, answers, mark=written_for(scope.author, proxy))
    return raised


def _ask_for_call(scope: Scope, person: Person) -> None:
    """Puts the person on the call list; nobody can be rung there who has no account, so those on duty hear of it."""
    account = accounts.get(scope.db, person.account_id)
    if account is not None:
        officers.ask_for_call(scope, account)
    else:
        alerts.raise_about(scope.db, scope.deployment, person, calls.REASON, scope.account.id)


def earlier_faces(scope: Scope, person: Person, period: str) -> list[str]:
    """Lists the last face of each month before, the latest month first; this month's are left out."""
    return [face for month, face in by_month(checkins.latest(scope.db, person.id)).items() if month != period]


def by_month(told: Iterable[Checkin]) -> dict[str, str]:
    """Maps month → the last face told in it, in the order in which they come: the latest first."""
    faces: dict[str, str] = {}
    for checkin in told:
        faces.setdefault(checkin.period, checkin.answers["face"])
    return faces


def _raise(scope: Scope, person: Person, finding: Finding, answers: Answers, *, mark: str) -> None:
    words = answers["words"]
    wish = scope.text("checkin.helps.talk") if "talk" in answers["helps"] and finding.reason != "asks_to_talk" else ""
    parts = [mark, wish, attachments.words_in(words)]
    alerts.raise_alert(
        scope.db,
        scope.deployment,
        unit=person.unit,
        level=finding.level,
        reason=finding.reason,
        rule=finding.rule.id,
        person_id=person.id,
        raised_by=scope.account.id,
        note=". ".join(part for part in parts if part) or None,
        attachment_ids=attachments.ids_of(words),
    )


def thanks(answers: Answers, scope: Scope, raised: list[Finding]) -> Said:
    """Says a kind word first, then what happens now."""
    helps = answers["helps"]
    endings = [key for key, so in (("help", helps), ("ring", "call" in helps), ("call", raised)) if so]
    day = scope.day(calls.call_by(scope.now, scope.deployment.free_days))
    then = "".join(scope.text(f"checkin.thanks.{key}", day=day) for key in endings[-1:])
    kind = scope.text(f"checkin.thanks.{answers['face']}")
    return Said("checkin.thanks", {"kind": kind, "then": then}, _ways(answers, scope))


def _ways(answers: Answers, scope: Scope) -> tuple[Button, ...]:
    needs_now = [need for need in WAYS if need in answers["helps"]][:MOST_WAYS]
    ways = tuple(scope.button(f"checkin.way.{need}", WAYS[need]) for need in needs_now)
    return (*ways, scope.human_button(), scope.button("mood.button", "do:my_mood"), scope.menu_button())


check_in = Form(
    "checkin",
    Choice("face", FACES, detail="brief", seen_by=OFFICE_AND_SELF, brings=chosen_for),
    *CHOSEN,
    Choices("helps", HELPS, understood_as="needs", detail="brief", seen_by=OFFICE_AND_SELF),
    Note("words", seen_by=OFFICE_AND_SELF),
    submit=tell_how_it_is,
    may=("person",),
    review=False,
    ready=record.missing,
)


COMMANDS = (
    Command("checkin", begins("checkin"), may=("person",), words=("/checkin", "/hoitham", "hoi tham", "check in")),
)
