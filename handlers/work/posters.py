"""The picture of an offer, for whoever may read the offer."""

from handlers.kit import Outgoing
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people import attachments as shown
from handlers.work import offer_words
from handlers.work.find_work import PERSON, gone, open_offer
from handlers.work.offers_desk import OFFICER
from handlers.work.own_offers import offer_of
from handlers.work.post_offer import PARTNER
from storage import access, attachments
from storage.offers import Offer


def _readable(scope: Scope, argument: str) -> Offer | None:
    """Finds the offer where the reader may read it: open to people, a partner's own, of an officer's commune."""
    if access.acts(scope.account, "officer"):
        offer = offer_words.offer_in(scope.db, scope.unit, argument)
        return offer if offer and offer.unit == scope.unit else None
    own = offer_of(scope, argument) if access.acts(scope.account, "partner") else None
    return own or open_offer(scope, argument)


def show(scope: Scope, argument: str) -> Reply:
    offer = _readable(scope, argument)
    poster = attachments.get(scope.db, offer.poster) if offer else None
    if offer is None or poster is None or poster.state == "expired":
        return gone(scope)
    is_there = poster.state == "stored"
    text = offer.title if is_there else scope.text("offer.poster.fetching", offer=offer.title)
    kind = shown.shown_as(poster.type or poster.kind)
    return Outgoing(text, (scope.menu_button(),), attachment=poster.id if is_there else 0, shows=kind)


COMMANDS = (Command("offer_poster", show, may=(*PERSON, *PARTNER, *OFFICER)),)
