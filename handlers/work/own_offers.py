"""A partner's own offers: what stands open, who is interested, and the end of one."""

from datetime import date

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, begins
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.notify import interests
from handlers.notify.withdrawal import withdraw
from handlers.work import applicant_words, holding, offer_clock, offer_words
from handlers.work.post_offer import PARTNER
from rules import hiring as stages
from rules.offers import LIVE, renewed_until
from storage import access, offer_pages, offer_states, offers
from storage.applicants import Applicant
from storage.offers import Offer


def own_offers(scope: Scope, argument: str) -> Reply:
    """Lists those that stand open, with how many wait for an answer."""
    organisation = scope.account.organisation_id or 0
    page = ListPage.asked(argument, offer_pages.how_many_of_organisation(scope.db, organisation))
    shown = offer_pages.of_organisation(scope.db, organisation, most=PAGE, skipped=page.skipped)
    post, own_fairs = scope.button("partner.menu.post", "go:offer_post"), scope.button("fairs.button", "do:fairs")
    if not shown:
        return Said("own_offers.none", buttons=(post, own_fairs, scope.menu_button()))
    buttons = page.numbered([_line(scope, offer) for offer in shown])
    more = page.more(scope, "do:own_offers:")
    return Said("own_offers.list", {"count": page.count}, (*buttons, *more, post, own_fairs, scope.menu_button()))


def _line(scope: Scope, offer: Offer) -> Button:
    waiting = access.how_many_new(scope.db, scope.account, offer)
    key = "own_offers.line_waiting" if waiting else "own_offers.line"
    key = "own_offers.line_held" if offer.state == "held" else key
    return scope.button(key, f"do:own_offer:{offer.id}", offer=f"{offer.code} · {offer.title}", count=waiting)


def paged(scope: Scope, buttons: tuple[Button, ...], press: str, argument: str) -> tuple[Button, ...]:
    """Gives eight of them, from the one that `argument` says, and the way to the next."""
    page = ListPage.asked(argument, len(buttons))
    return (*page.numbered(page.of(buttons)), *page.more(scope, press))


def own_offer(scope: Scope, argument: str) -> Reply:
    """Shows the card, and behind a button each of those who asked for it."""
    offer_id, _, first = argument.partition(".")
    offer = offer_of(scope, offer_id)
    if offer is None:
        return not_there(scope)
    applicants = sorted(access.applicants(scope.db, scope.account, offer.id), key=waits_first)
    everybody = tuple(
        Button(applicant_words.line(scope.wording, applicant, scope.today), f"do:applicant:{applicant.interest_id}")
        for applicant in applicants
    )
    people = paged(scope, everybody, f"do:own_offer:{offer.id}.", first)
    fields = {
        "card": "\n".join([offer_words.card(scope.db, scope.wording, offer), *_stands(scope, offer)]),
        "who": scope.text("own_offers.interested" if people else "own_offers.nobody", count=len(applicants)),
    }
    back = scope.button("own_offers.all", "do:own_offers")
    return Said("own_offers.card", fields, (*people, *_deeds(scope, offer), back, scope.menu_button()))


def _stands(scope: Scope, offer: Offer) -> list[str]:
    """Says how an offer stands that people do not see, and why."""
    if offer.state == "open":
        return []
    lines = [scope.text("own_offers.stands", state=offer_words.state(scope.wording, offer))]
    if offer.state == "held":
        lines.append(holding.told_to_partner(scope.wording, offer.signs or ()))
    if offer.state == "refused" and offer.refusal:
        lines.append(scope.text("own_offers.refusal", words=offer.refusal))
    return lines


def _deeds(scope: Scope, offer: Offer) -> tuple[Button, ...]:
    """Gives what its partner can do with it: all places filled, to stand longer, to end it; and its picture."""
    deeds = {"open": ("filled", "renew", "close"), "held": ("close",)}.get(offer.state, ())
    poster = (scope.button("offer.poster", f"do:offer_poster:{offer.id}"),) if offer.poster else ()
    return (*(scope.button(f"own_offers.{deed}", f"do:offer_{deed}:{offer.id}") for deed in deeds), *poster)


def waits_first(applicant: Applicant) -> int:
    return stages.STATES.index(applicant.state)


def _is_asked_about(applicant: Applicant, today: date) -> bool:
    is_due = applicant.due_on is not None and applicant.due_on <= today
    return applicant.state in stages.SEEKING or (applicant.state in stages.EMPLOYED and is_due)


def everybody_interested(scope: Scope, argument: str) -> Reply:
    """Lists who waits for an answer, or of whom it is asked how it goes, over all own offers."""
    everybody = access.applicants(scope.db, scope.account)
    applicants = [applicant for applicant in everybody if _is_asked_about(applicant, scope.today)]
    if not applicants:
        return Said("applicant.none", buttons=(scope.button("own_offers.all", "do:own_offers"), scope.menu_button()))
    own = offers.of_organisation(scope.db, scope.account.organisation_id or 0)
    titles = {offer.id: offer.title for offer in own}
    buttons = tuple(
        Button(
            f"{applicant_words.line(scope.wording, applicant, scope.today)} · {titles[applicant.offer_id]}",
            f"do:applicant:{applicant.interest_id}",
        )
        for applicant in sorted(applicants, key=waits_first)
    )
    shown = paged(scope, buttons, "do:interested:", argument)
    return Said("applicant.list", {"count": len(applicants)}, (*shown, scope.menu_button()))


def offer_of(scope: Scope, argument: str) -> Offer | None:
    """Finds an offer of the partner's own organisation."""
    offer = offer_words.offer_in(scope.db, scope.unit, argument)
    mine = scope.account.organisation_id
    return offer if offer and mine is not None and offer.organisation_id == mine else None


def not_there(scope: Scope) -> Said:
    return Said("own_offers.not_there", buttons=(scope.button("own_offers.all", "do:own_offers"), scope.menu_button()))


def ask_to_close(scope: Scope, argument: str) -> Reply:
    offer = offer_of(scope, argument)
    if offer is None or offer.state not in LIVE:
        return not_there(scope)
    yes = scope.button("own_offers.close_yes", f"do:offer_closed:{offer.id}")
    no = scope.button("own_offers.close_no", f"do:own_offer:{offer.id}")
    return Said("own_offers.close_ask", {"offer": offer.title}, (yes, no))


def close(scope: Scope, argument: str) -> Reply:
    """Closes the offer; those still waiting hear of it kindly, once."""
    return _end(scope, argument, "closed")


def filled(scope: Scope, argument: str) -> Reply:
    """Ends the offer as all its places are taken; those still waiting hear of it kindly, once."""
    return _end(scope, argument, "filled")


def _end(scope: Scope, argument: str, state: str) -> Reply:
    offer = offer_of(scope, argument)
    if offer is None or not interests.end_offer(scope.db, scope.deployment, offer, by=scope.account.id, state=state):
        return not_there(scope)
    again = scope.button("own_offers.all", "do:own_offers")
    return Said(f"own_offers.now_{state}", {"offer": offer.title}, (again, scope.menu_button()))


def renew(scope: Scope, argument: str) -> Reply:
    """Lets the offer stand 30 days longer; one that has ended is posted anew."""
    offer = offer_of(scope, argument)
    until = renewed_until(offer_clock.ends_on(offer), scope.today) if offer else scope.today
    if offer is None or not offer_states.renew(scope.db, offer.id, until):
        return not_there(scope)
    scope.audit("offer.renewed", offer.id, until.isoformat())
    withdraw(scope.db, "offer", offer.id, "renewed")
    see = scope.button("own_offers.back", f"do:own_offer:{offer.id}")
    return Said("own_offers.renewed", {"offer": offer.title, "day": scope.day(until)}, (see, scope.menu_button()))


COMMANDS = (
    Command("own_offers", own_offers, may=PARTNER, words=("/offers", "/chodang", "cho toi dang", "my offers")),
    Command("own_offer", own_offer, may=PARTNER, record="offer"),
    Command(
        "interested", everybody_interested, may=PARTNER, words=("/nguoiquantam", "nguoi quan tam", "who is interested")
    ),
    Command(
        "post_offer",
        begins("offer_post"),
        may=PARTNER,
        words=("/dangtin", "dang tin", "dang tin tuyen", "post an offer"),
    ),
    Command("offer_close", ask_to_close, may=PARTNER),
    Command("offer_filled", filled, may=PARTNER, words=("du nguoi", "filled"), takes_argument=True, record="offer"),
    Command("offer_renew", renew, may=PARTNER, words=("gia han", "renew"), takes_argument=True, record="offer"),
    Command("offer_closed", close, may=PARTNER),
)
