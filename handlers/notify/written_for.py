"""Somebody in whose name another has written hears of it, where they have a chat."""

from handlers.kit import Outgoing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from storage.persons import Person


def tell_person(scope: Scope, person: Person) -> None:
    """Tells the person that the sender has just written something in their name."""

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.family.filed", Who=capital(wording.called(scope.account))))

    if person.account_id:
        notices.tell(scope.db, scope.deployment, person.account_id, "family", telling, subject_id=person.id)
