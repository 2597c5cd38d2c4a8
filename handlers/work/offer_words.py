"""How an offer is said: a line in a list, and its card."""

from babel.numbers import format_decimal

from handlers.kit.commands import id_in
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from rules.offers import PAID
from storage import offers, units
from storage.database import Db
from storage.offers import Offer

MILLION = 1_000_000
LONGEST_NUMBER = 9


def trade(wording: Wording, code: str) -> str:
    key = f"trade.{code}"
    return wording.text(key if wording.has_text(key) else "trade.other")


def line(wording: Wording, offer: Offer) -> str:
    """Says an offer in one line: «V12 · Thợ phụ hồ · xóm 4 · 7–9 triệu đồng/tháng»."""
    return " · ".join(part for part in (offer.code, offer.title, offer.place, pay(wording, offer)) if part)


def pay(wording: Wording, offer: Offer) -> str:
    low, high, per = offer.pay_from, offer.pay_to, wording.text(f"offer.per.{offer.pay_per}")
    if low and high and low != high:
        if not (low % MILLION or high % MILLION):
            least, most = (format_decimal(amount // MILLION, locale=wording.language) for amount in (low, high))
            return wording.text("offer.pay.millions", least=least, most=most, per=per)
        return wording.text("offer.pay.between", least=wording.money(low), most=wording.money(high), per=per)
    if low or high:
        key = "offer.pay.exactly" if low and high else "offer.pay.from" if low else "offer.pay.to"
        return wording.text(key, pay=wording.money(low or high or 0), per=per)
    return ""


def card(db: Db, wording: Wording, offer: Offer) -> str:
    """Lists all that is said publicly of it, a fact a line."""
    organisation = units.organisation(db, offer.organisation_id)
    facts = {
        "kind": wording.text(f"offer_post.kind.{offer.kind}") if offer.kind == "trainee" else "",
        "organisation": organisation.name if organisation else "",
        "place": offer.place,
        "hours": offer.hours,
        "pay": pay(wording, offer) or (wording.text("offer.pay.open") if offer.kind in PAID else ""),
        "provided": provided(wording, offer),
        "places": offer.places or "",
        "starts": wording.day(offer.starts_on, db.today) if offer.starts_on else "",
        "closes": wording.day(offer.closes_on, db.today) if offer.closes_on else "",
        "requirements": offer.requirements or "",
        "details": offer.details,
        "contact": offer.contact or "",
    }
    lines = [wording.text(f"offer.{fact}", **{fact: value}) for fact, value in facts.items() if value]
    return "\n".join((f"{offer.code} · {offer.title}", *lines))


def provided(wording: Wording, offer: Offer) -> str:
    """Says what is provided: «chỗ ở, ăn»; empty where nothing is said of it."""
    given = {"lodging": offer.lodging, "meals": offer.meals}
    return ", ".join(wording.text(f"offer_post.provided.{what}") for what, is_provided in given.items() if is_provided)


def named(value: str, viewer: Viewer) -> str:
    """Names an offer of the reader's own commune, also when it no longer stands in the list it was chosen from."""
    offer = offers.get(viewer.db, id_in(value))
    is_theirs = offer is not None and viewer.reader is not None and viewer.reader.unit == offer.unit
    return line(viewer.wording, offer) if offer and is_theirs else ""


def state(wording: Wording, offer: Offer) -> str:
    return wording.text(f"offer.state.{offer.state}")


def offer_in(db: Db, unit: str, argument: str) -> Offer | None:
    """Finds an offer: people type its number, buttons carry its id."""
    number = id_in(argument)
    return offers.by_number(db, unit, number) if len(argument) <= LONGEST_NUMBER else offers.get(db, number)


def given_by(db: Db, offer: Offer) -> str:
    organisation = units.organisation(db, offer.organisation_id)
    return organisation.name if organisation else ""
