"""A partner's own offers: what stands open, who is interested, and the end of one."""

from datetime import date

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import interests
from handlers.work import offer_words
from handlers.work.post_offer import PARTNER
from rules.trades import age
from storage import access, offer_pages, offers
from storage.applicants import Applicant
from storage.offers import Offer


def own_offers(scope: Scope, argument: str) -> Reply:
    """Lists those that stand open, with how many wait for an answer."""
    organisation = scope.account.organisation_id or 0
    page = ListPage.asked(argument, offer_pages.how_many_of_organisation(scope.db, organisation))
    shown = offer_pages.of_organisation(scope.db, organisation, most=PAGE, skipped=page.skipped)
    post = scope.button("partner.menu.post", "go:offer_post")
    if not shown:
        return Said("own_offers.none", buttons=(post, scope.menu_button()))
    buttons = page.numbered([_line(scope, offer) for offer in shown])
    more = page.more(scope, "do:own_offers:")
    return Said("own_offers.list", {"count": page.count}, (*buttons, *more, post, scope.menu_button()))


def _line(scope: Scope, offer: Offer) -> Button:
    waiting = access.how_many_new(scope.db, scope.account, offer)
    key = "own_offers.line_waiting" if waiting else "own_offers.line"
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
        Button(applicant_line(scope, applicant), f"do:applicant:{applicant.interest_id}") for applicant in applicants
    )
    people = paged(scope, everybody, f"do:own_offer:{offer.id}.", first)
    ending = (scope.button("own_offers.close", f"do:offer_close:{offer.id}"),) if offer.state == "open" else ()
    fields = {
        "card": offer_words.card(scope.db, scope.wording, offer),
        "who": scope.text("own_offers.interested" if people else "own_offers.nobody", count=len(applicants)),
    }
    back = scope.button("own_offers.all", "do:own_offers")
    return Said("own_offers.card", fields, (*people, *ending, back, scope.menu_button()))


def waits_first(applicant: Applicant) -> int:
    return offers.INTEREST_STATES.index(applicant.state)


def applicant_line(scope: Scope, applicant: Applicant) -> str:
    """Names an applicant and how it stands: «Anh Nam, 34 tuổi · chờ trả lời»."""
    state = scope.text(f"applicant.state.{applicant.state}")
    return f"{capital(with_age(scope.wording, applicant, scope.today))} · {state}"


def with_age(wording: Wording, applicant: Applicant, today: date) -> str:
    """Names an applicant with the age: «anh Nam, 34 tuổi»."""
    name, years = wording.called(applicant), age(applicant.born, today)
    return wording.text("applicant.with_age", who=name, age=years) if years else name


def everybody_interested(scope: Scope, argument: str) -> Reply:
    """Lists who waits for an answer, over all own offers."""
    everybody = access.applicants(scope.db, scope.account)
    applicants = [applicant for applicant in everybody if applicant.state in interests.WAITING]
    if not applicants:
        return Said("applicant.none", buttons=(scope.button("own_offers.all", "do:own_offers"), scope.menu_button()))
    own = offers.of_organisation(scope.db, scope.account.organisation_id or 0)
    titles = {offer.id: offer.title for offer in own}
    buttons = tuple(
        Button(
            f"{applicant_line(scope, applicant)} · {titles[applicant.offer_id]}",
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
    if offer is None or offer.state != "open":
        return not_there(scope)
    yes = scope.button("own_offers.close_yes", f"do:offer_closed:{offer.id}")
    no = scope.button("own_offers.close_no", f"do:own_offer:{offer.id}")
    return Said("own_offers.close_ask", {"offer": offer.title}, (yes, no))


def close(scope: Scope, argument: str) -> Reply:
    """Closes the offer; those still waiting hear of it kindly, once."""
    offer = offer_of(scope, argument)
    if offer is None or not interests.end_offer(scope.db, scope.deployment, offer, by=scope.account.id):
        return not_there(scope)
    again = scope.button("own_offers.all", "do:own_offers")
    return Said("own_offers.closed", {"offer": offer.title}, (again, scope.menu_button()))


COMMANDS = (
    Command("own_offers", own_offers, may=PARTNER, words=("/offers", "/chodang", "cho toi dang", "my offers")),
    Command("own_offer", own_offer, may=PARTNER, record="offer"),
    Command(
        "interested", everybody_interested, may=PARTNER, words=("/nguoiquantam", "nguoi quan tam", "who is interested")
    ),
    Command("offer_close", ask_to_close, may=PARTNER),
    Command("offer_closed", close, may=PARTNER),
)
