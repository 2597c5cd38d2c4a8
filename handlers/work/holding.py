"""An offer that is held until an officer has looked: why, in words for its partner, and the officers who hear of it."""

from collections.abc import Collection

from handlers.kit import Button, Outgoing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import interests, notices, officers
from handlers.work import offer_words
from rules.offer_signs import FIRST
from storage.offers import Offer


def reasons(wording: Wording, signs: Collection[str]) -> str:
    """Says why it is held: «tin đầu tiên của cơ sở; có nhắc đến tiền đặt cọc»."""
    return "; ".join(wording.text(f"offer_sign.{sign}") for sign in signs)


def told_to_partner(wording: Wording, signs: Collection[str]) -> str:
    """Tells a partner kindly that an officer looks first; a first offer alone needs no reasons."""
    if tuple(signs) == (FIRST,):
        return wording.text("offer_post.held_first")
    return wording.text("offer_post.held_signs", why=reasons(wording, signs))


def to_look(wording: Wording, offer: Offer) -> Button:
    """Makes the button that leads an officer to the offer."""
    typed = wording.text("offers_desk.typed.look", number=offer.code)
    return Button(wording.text("offers_desk.look"), f"do:offer_look:{offer.id}", "command", typed)


def tell_officers(scope: Scope, offer: Offer) -> None:
    """Asks the officers on duty to look at it."""

    def telling(wording: Wording) -> Outgoing:
        fields = {"offer": offer.title, "organisation": offer_words.given_by(scope.db, offer)}
        why = reasons(wording, offer.signs or ())
        return Outgoing(wording.text("notice.offer_held", why=why, **fields), (to_look(wording, offer),))

    officers.tell(scope, "offer_held", telling, subject_id=offer.id, unit=offer.unit)


def tell_partner(scope: Scope, offer: Offer, decision: str, words: str = "") -> None:
    """Tells the partner what the officer decided: approved or refused, with the officer's words."""

    def telling(wording: Wording) -> Outgoing:
        typed = wording.text("own_offers.typed.one", number=offer.code)
        see = Button(wording.text("own_offers.see"), f"do:own_offer:{offer.id}", "command", typed)
        text = wording.text(f"notice.offer_decided.{decision}", offer=offer.title, number=offer.code, words=words)
        talk = Button(wording.text("talk.button"), "do:human", "command", "GAP CAN BO")
        return Outgoing(text, (see,) if decision == "approved" else (see, talk))

    partners = interests.speaking_for(scope.db, offer)
    notices.tell_each(scope.db, scope.deployment, partners, "offer_decided", lambda _: telling, subject_id=offer.id)
