"""A guardian or family member answers the check-in in the name of somebody who agreed to that; it is marked so."""

from handlers.checkins.check_in import file_check_in
from handlers.checkins.chosen import OFFICE_AND_SELF
from handlers.kit import Answers, Choice, Choices, Form, Note, Problem, Said
from handlers.kit.scope import Scope
from handlers.notify.written_for import tell_person
from handlers.people.proxies import person_named, written_for_people, written_for_person
from rules.checkins import FACES, HELPS


def nobody_to_write_for(scope: Scope) -> Said | None:
    if written_for_people({}, scope):
        return None
    return Said("proxy.nobody", buttons=(scope.menu_button(),))


def tell_for_them(answers: Answers, scope: Scope) -> Said:
    person = written_for_person(scope, answers["person"], "check-in in their name")
    if person is None:
        raise Problem("no_longer_there", question="person")
    raised = file_check_in(answers, scope, person, proxy=scope.account.id)
    tell_person(scope, person)
    key = "proxy_checkin.thanks_call" if raised else "proxy_checkin.thanks"
    return Said(key, {"who": scope.wording.called(person)}, (scope.menu_button(),))


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
