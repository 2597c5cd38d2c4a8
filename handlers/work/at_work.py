"""Thirty and ninety days after the start both are asked whether it lasts and goes well; trouble goes to a human."""

from collections.abc import Callable

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import interests, officers
from handlers.people import record
from handlers.people.targets import typed_for
from handlers.work import my_interests
from handlers.work.applicant import applicant_of, gone
from handlers.work.find_work import PERSON
from handlers.work.post_offer import PARTNER
from rules import hiring as stages
from storage import hiring, offers, persons
from storage.hiring import Interest
from storage.outbox import call_list


def settle(scope: Scope, now: Interest, side: str, said: str) -> Interest | None:
    """Writes down what was said and moves on once both have spoken, or whoever works there has left."""
    told = hiring.say_how_it_goes(scope.db, now, side, said)
    if told is None:
        return None
    scope.audit(f"interest.{side}_{said}", told.person_id, f"offer {told.offer_id}")
    becomes = stages.after_check(told.state, told.said("person"), told.said("partner"))
    if becomes:
        interests.move(scope.db, told, becomes)
    if said != stages.FINE:
        _tell_officers(scope, told, f"notice.interest.{side}_{said}")
    return told


def _tell_officers(scope: Scope, now: Interest, key: str) -> None:
    person, offer = persons.get(scope.db, now.person_id), offers.get(scope.db, now.offer_id)
    assert person is not None
    assert offer is not None

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        typed = wording.text("officer.typed.card", number=typed_for(person))
        see = Button(wording.text("officer.button.card"), f"do:person_card:{person.id}", "command", typed)
        organisation = interests.given_by(scope.db, offer)
        text = wording.text(key, who=who, Who=capital(who), offer=offer.title, organisation=organisation)
        return Outgoing(text, (see,))

    officers.tell(scope, "interest", telling, subject_id=person.id, unit=person.unit)


def as_person(said: str) -> Callable[[Scope, str], Reply]:
    def answer(scope: Scope, argument: str) -> Reply:
        employed = [interest for interest, _ in my_interests.own(scope) if interest.state in stages.EMPLOYED]
        if argument:
            employed = [interest for interest in employed if str(interest.id) == argument]
        if len(employed) != 1:
            return Said("at_work.none") if not employed else my_interests.my_offers(scope, "")
        person = record.person_of(scope)
        settle(scope, employed[0], "person", said)
        if said == stages.TROUBLE and person is not None:
            call_list.put(scope.db, unit=person.unit, account_id=scope.account.id, reason="asks_to_talk")
        again = (scope.button("find_work.again", "do:jobs"),) if said == stages.LEFT else ()
        return Said(f"at_work.thanks_{said}", buttons=(*again, scope.human_button(), scope.menu_button()))

    return answer


def as_partner(said: str) -> Callable[[Scope, str], Reply]:
    def answer(scope: Scope, argument: str) -> Reply:
        applicant = applicant_of(scope, argument)
        now = hiring.interest(scope.db, applicant.interest_id) if applicant else None
        if now is None or settle(scope, now, "partner", said) is None:
            return gone(scope)
        back = scope.button("own_offers.all", "do:own_offers")
        return Said(f"hired.thanks_{said}", buttons=(back, scope.human_button(), scope.menu_button()))

    return answer


TYPED = {
    "fine": ("van lam on", "viec on", "work is fine"),
    "trouble": ("viec co cho kho", "cho lam co chuyen", "trouble at work"),
    "left": ("khong lam nua", "da nghi viec", "i left the job"),
}
COMMANDS = (
    *(Command(f"at_work_{said}", as_person(said), may=PERSON, words=TYPED[said]) for said in stages.CHECKS),
    *(Command(f"hired_{said}", as_partner(said), may=PARTNER) for said in stages.CHECKS),
)
