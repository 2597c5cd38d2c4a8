"""Officers look at offers: those that are held, with the reason, and those that stand open; yes, or no with a why."""

from handlers.kit import Answers, Button, Choice, Form, Option, Problem, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.notify import interests
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people.targets import not_here
from handlers.work import holding, offer_words
from handlers.work.offer_fields import Public
from rules.hiring import SEEKING
from rules.offers import LIVE
from storage import accounts, offer_pages, offer_states, offers
from storage.offer_pages import Wanted
from storage.offers import Offer

OFFICER = ("officer",)
# why people are not to see it
WHY = ("fee", "abroad", "papers", "outside", "pay", "unclear", "other")


def desk(scope: Scope, argument: str = "") -> Reply:
    """Lists what waits for a look, the longest waiting first; `argument` says how many are skipped."""
    held = offer_states.held(scope.db, scope.unit)
    page = ListPage.asked(argument, len(held))
    buttons = page.numbered([_line(scope, offer) for offer in page.of(held)])
    open_now = offer_pages.how_many(scope.db, scope.unit, Wanted())
    key = "offers_desk.list" if held else "offers_desk.none"
    others = [scope.button("offers_desk.open", "do:offers_open", count=open_now)] if open_now else []
    others.append(scope.button("fairs.button", "do:fairs"))
    more = page.more(scope, "do:offers_desk:")
    waiting = scope.button("work_waiting.button", "do:work_waiting")
    return Said(key, {"count": len(held)}, (*buttons, *more, *others, waiting, scope.menu_button()))


def _line(scope: Scope, offer: Offer) -> Button:
    given_by = offer_words.given_by(scope.db, offer)
    return Button(f"{offer.code} · {offer.title} · {given_by}", f"do:offer_look:{offer.id}")


def open_ones(scope: Scope, argument: str = "") -> Reply:
    """Lists what people see now, the newest first."""
    page = ListPage.asked(argument, offer_pages.how_many(scope.db, scope.unit, Wanted()))
    shown = offer_pages.page_of(scope.db, scope.unit, Wanted(), most=PAGE, skipped=page.skipped)
    buttons = page.numbered([_line(scope, offer) for offer in shown])
    back = scope.button("offers_desk.back", "do:offers_desk")
    more = page.more(scope, "do:offers_open:")
    return Said("offers_desk.open_list", {"count": page.count}, (*buttons, *more, back, scope.menu_button()))


def _of_unit(scope: Scope, argument: str) -> Offer | None:
    """Finds an offer of the officer's own commune."""
    offer = offer_words.offer_in(scope.db, scope.unit, argument)
    return offer if offer and offer.unit == scope.unit and offer.kind != "loan" else None


def look(scope: Scope, argument: str) -> Reply:
    """Shows the whole card, why it is held, and what can be decided."""
    offer = _of_unit(scope, argument)
    if offer is None:
        return not_here(scope)
    poster = [scope.button("offer.poster", f"do:offer_poster:{offer.id}")] if offer.poster else []
    deeds = []
    if offer.state == "held":
        deeds.append(scope.button("offers_desk.approve", f"do:offer_ok:{offer.id}"))
    if offer.state in LIVE:
        refuse = "refuse" if offer.state == "held" else "take_down"
        deeds.append(scope.button(f"offers_desk.{refuse}", f"go:offer_refuse:offer={offer.id}"))
    fields = {
        "card": offer_words.card(scope.db, scope.wording, offer),
        "state": offer_words.state(scope.wording, offer),
        "why": holding.reasons(scope.wording, offer.signs or ()),
    }
    key = "offers_desk.held" if offer.state == "held" and offer.signs else "offers_desk.card"
    back = scope.button("offers_desk.back", "do:offers_desk")
    return Said(key, fields, (*deeds, *poster, back, scope.menu_button()))


def approve(scope: Scope, argument: str) -> Reply:
    """Lets people see it; a second officer's press changes nothing."""
    offer = _of_unit(scope, argument)
    if offer is None:
        return not_here(scope)
    back = (scope.button("offers_desk.back", "do:offers_desk"), scope.menu_button())
    if not offer_states.approve(scope.db, offer.id, scope.account.id):
        return Said("offers_desk.decided_before", {"state": offer_words.state(scope.wording, offer)}, back)
    scope.audit("offer.approved", offer.id, ",".join(offer.signs or ()))
    _settle(scope, offer)
    holding.tell_partner(scope, offer, "approved")
    return Said("offers_desk.approved", {"offer": offer.title}, back)


def _settle(scope: Scope, offer: Offer) -> None:
    """Takes the question back from the other officers."""
    withdraw(scope.db, "offer", offer.id, "decided")
    others = {officer.id for officer in accounts.officers_of(scope.db, offer.unit)}
    mark_done(scope.db, scope.deployment, "offer", offer.id, others, key="offer_decided", offer=offer.code)


def live_ones(_answers: Answers, scope: Scope) -> list[Option]:
    held, open_now = offer_states.held(scope.db, scope.unit), offers.open_offers(scope.db, scope.unit)
    return [Option(str(offer.id), offer_words.line(scope.wording, offer)) for offer in (*held, *open_now)]


def nothing_there(scope: Scope) -> Said | None:
    return None if live_ones({}, scope) else Said("offers_desk.none_at_all", buttons=(scope.menu_button(),))


def is_other(answers: Answers) -> bool:
    return bool(answers["why"] == "other")


def refuse(answers: Answers, scope: Scope) -> Said:
    """Ends it with the reason: its partner hears why, and whoever asked for it that it is over."""
    offer = _of_unit(scope, answers["offer"])
    if offer is None or offer.state not in LIVE:
        raise Problem("no_longer_there", question="offer")
    words = answers.get("words") or scope.text(f"offer_refuse.why.{answers['why']}")
    offer_states.refuse(scope.db, offer.id, scope.account.id, words)
    scope.audit("offer.refused", offer.id, answers["why"])
    interests.tell_of_end(scope.db, scope.deployment, offer, SEEKING)
    _settle(scope, offer)
    holding.tell_partner(scope, offer, "taken_down" if offer.state == "open" else "refused", words)
    buttons = (scope.button("offers_desk.back", "do:offers_desk"), scope.menu_button())
    return Said("offer_refuse.done", {"offer": offer.title}, buttons)


offer_refuse = Form(
    "offer_refuse",
    Choice("offer", live_ones, named=offer_words.named),
    Choice("why", WHY),
    Public("words", longest=300, when=is_other),
    submit=refuse,
    may=OFFICER,
    ready=nothing_there,
)
COMMANDS = (
    Command("offers_desk", desk, may=OFFICER, words=("/tintuyen", "tin tuyen", "xem tin tuyen", "job offers")),
    Command("offers_open", open_ones, may=OFFICER),
    Command("offer_look", look, may=OFFICER, words=("xem tin", "look at offer"), takes_argument=True, record="offer"),
    Command("offer_ok", approve, may=OFFICER),
)
