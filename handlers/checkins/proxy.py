"""A guardian or family member answers the check-in in the name of somebody who agreed to that; it is marked so."""

from handlers.checkins.check_in import OFFICE_AND_SELF, file_check_in
from handlers.kit import Answers, Choice, Choices, Form, Note, Outgoing, Problem, Said
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people.proxies import person_named, written_for_people, written_for_person
from rules.checkins import FACES, HELPS
from storage.persons import Person


def nobody_to_write_for(scope: Scope) -> Said | None:
    if written_for_people({}, scope):
        return None
    return Said("proxy.nobody", buttons=(scope.menu_button(),))


def tell_for_them(answers: Answers, scope: Scope) -> Said:
    person = written_for_person(scope, answers["person"], "check-in in their name")
    if person is None:
        raise Problem("no_longer_there", question="person")
    raised = file_check_in(answers, scope, person, proxy=scope.account.id)
    _tell_person(scope, person)
    key = "proxy_checkin.thanks_call" if raised else "proxy_checkin.thanks"
    return Said(key, {"who": scope.wording.called(person)}, (scope.menu_button(),))


def _tell_person(scope: Scope, person: Person) -> None:
    """Tells whoever has a chat that somebody has written in their name."""

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.family.filed", Who=capital(wording.called(scope.account))))

    if person.account_id:
        notices.tell(scope.db, scope.deployment, person.account_id, "family", telling, subject_id=person.id)


proxy_checkin = Form(
    "proxy_checkin",
    Choice("person", written_for_people, named=person_named, detail="head"),
    Choice("face", FACES, labels="checkin.face", understood_as="checkin.face", seen_by=OFFICE_AND_SELF),
    Choices("helps", HELPS, labels="checkin.helps", understood_as="needs", seen_by=OFFICE_AND_SELF),
    Note("words", seen_by=OFFICE_AND_SELF),
    submit=tell_for_them,
    may=("guardian", "family"),
    ready=nobody_to_write_for,
)
