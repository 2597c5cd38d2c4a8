"""Who may write in somebody's name, by whose yes; and a message to the office written so."""

from datetime import date

from handlers.family.inviting import past_day_problem
from handlers.kit import Answers, Choice, Day, Form, Note, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.notify import alerts, notices
from handlers.notify.written_for import tell_person
from handlers.people import attachments, naming
from handlers.people.proxies import (
    person_named,
    written_for_people,
    written_for_person,
)
from handlers.people.targets import person_in
from handlers.reports.written_for import written_for
from rules import family as rules
from storage import access, assignments, family, persons
from storage.persons import Person

WRITERS = ("guardian", "family")
ASKED_BY = ("guardian", "officer")


def could_be_written_for(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers those in whose name a guardian may ask to write: the sender's own, or to officers all who have one."""
    if access.acts(scope.account, "officer"):
        everybody = access.visible_persons(scope.db, scope.account, "")
        guarded = assignments.guardians_of(scope.db, [person.id for person in everybody])
        people = [person for person in everybody if person.id in guarded]
    else:
        people = access.in_care(scope.db, scope.account, "write for")
    names = naming.told_apart(people, naming.name_of, *naming.whole(scope.wording))
    return [Option(str(person.id), names[person.id]) for person in people]


def named(value: str, viewer: Viewer) -> str:
    person = persons.get(viewer.db, id_in(value))
    sees = person and viewer.reader and access.may_see(viewer.db, viewer.reader, person)
    return naming.name_of(person) if person and sees else ""


def note_yes(answers: Answers, scope: Scope) -> Said:
    """Notes who said yes, when and how; from now on the guardian may write in the person's name."""
    person = person_in(scope, answers["person"], "write for")
    guardian_id = assignments.guardian_of(scope.db, person.id) if person else None
    if person is None or guardian_id is None:
        raise Problem("no_longer_there", question="person")
    family.allow(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        account_id=guardian_id,
        relation=rules.GUARDIAN,
        items=("write",),
        said_yes_on=date.fromisoformat(answers["said_yes_on"]),
        how=answers["how"],
        by=scope.account.id,
    )
    if guardian_id != scope.account.id:
        _tell_guardian(scope, person, guardian_id)
    buttons = (scope.button("proxy.menu", "do:proxy"),) if guardian_id == scope.account.id else ()
    return Said("write_for.thanks", {"who": scope.wording.called(person)}, (*buttons, scope.menu_button()))


def _tell_guardian(scope: Scope, person: Person, guardian_id: int) -> None:
    """Tells the guardian that an officer has noted a yes, and how to write."""

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        return Outgoing(wording.text("notice.family.may_write", who=who, Who=capital(who)))

    notices.tell(scope.db, scope.deployment, guardian_id, "family", telling, subject_id=person.id)


def write(answers: Answers, scope: Scope) -> Said:
    """Goes to the officers on duty as something to see to, marked with who has written it."""
    person = written_for_person(scope, answers["person"], "message in their name")
    if person is None:
        raise Problem("no_longer_there", question="person")
    message = answers["message"]
    note = f"{capital(written_for(scope.author, scope.account.id))}: {attachments.words_in(message)}"
    alerts.raise_alert(
        scope.db,
        scope.deployment,
        unit=person.unit,
        level="normal",
        reason="asks_to_talk",
        person_id=person.id,
        raised_by=scope.account.id,
        note=note,
        attachment_ids=attachments.ids_of(message),
    )
    attachments.file_under(scope, message, "relay", person)
    tell_person(scope, person)
    return Said("proxy_message.thanks", {"who": scope.wording.called(person)}, (scope.menu_button(),))


def for_whom(scope: Scope, _argument: str = "") -> Reply:
    """Offers to write for each in whose name the sender may; says how it begins where there is nobody."""
    options = written_for_people({}, scope)
    asks = (scope.button("write_for.button", "go:write_for"),) if "guardian" in scope.account.roles else ()
    if not options:
        key = "proxy.none_guardian" if asks else "proxy.nobody"
        return Said(key, buttons=(*asks, scope.menu_button()))
    ways = [
        scope.button(f"proxy.button.{what}", f"go:proxy_{what}:person={person_id}", who=who)
        for person_id, who in options
        for what in ("checkin", "message")
    ]
    return Said("proxy.whom", buttons=(*ways, *asks, scope.menu_button()))


write_for = Form(
    "write_for",
    Choice("person", could_be_written_for, named=named),
    Day("said_yes_on", problem=past_day_problem),
    Choice("how", rules.HOWS, labels="family_for.how"),
    submit=note_yes,
    may=ASKED_BY,
)
proxy_message = Form(
    "proxy_message",
    Choice("person", written_for_people, named=person_named),
    Note("message", longest=1000, optional=False, verbatim=True),
    submit=write,
    may=WRITERS,
)
COMMANDS = (Command("proxy", for_whom, may=WRITERS, words=("ghi ho", "/ghiho", "write for")),)
