"""What comes of an offer by itself: its partner is asked before it ends, it ends, and a held one is not forgotten."""

from collections.abc import Iterator
from datetime import date

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording
from handlers.notify import interests, notices
from handlers.work import holding
from rules import quiet
from rules.deadlines import MORNING, is_working_day
from rules.hiring import SEEKING
from rules.local_time import at, local_day
from rules.notices import kind_of
from rules.offers import HELD_REMINDED, asked_on, last_day
from storage import accounts, offer_states, offers, planning
from storage.accounts import Account
from storage.database import Db
from storage.due import Due, Planned
from storage.offers import Offer

CLOSING, ENDING, WAITING = "offer_closing", "offer_end", "offer_waits"


def ends_on(offer: Offer) -> date:
    return last_day(offer.closes_on, local_day(offer.fresh_since))


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    planned = (_planned_today(offer, db, deployment) for offer in offer_states.live_between(db, page.start, page.end))
    return [row for row in planned if row is not None]


def _planned_today(offer: Offer, db: Db, deployment: Deployment) -> Planned | None:
    """Plans what today brings for an offer; nothing for most."""
    if offer.state == "held":
        waits = db.now - offer.opened_at >= HELD_REMINDED and is_working_day(db.today, deployment.free_days)
        return Planned(WAITING, offer.id, db.today.isoformat(), at(db.today, MORNING), offer.unit) if waits else None
    last = ends_on(offer)
    if db.today > last:
        return Planned(ENDING, offer.id, last.isoformat(), at(db.today, MORNING), offer.unit)
    if db.today >= asked_on(last):
        return Planned(CLOSING, offer.id, last.isoformat(), at(asked_on(last), MORNING), offer.unit)
    return None


DAILY = DailyPlan("offers", planning.offers_page, _plan)


def _still(db: Db, due_rows: list[Due], batch: Batch, state: str) -> Iterator[tuple[Due, Offer]]:
    offers_by_id = offers.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        offer = offers_by_id.get(row.subject_id)
        if offer is None or offer.state != state:
            batch.drop([row], "no longer so")
        else:
            yield row, offer


def ask_partners(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Asks who posted it: to stand longer, all places filled, or let it end."""
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    for row, offer in _still(db, due_rows, batch, "open"):
        if ends_on(offer).isoformat() != row.period or kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "renewed or too late")
            continue
        with batch.attempt([row]):
            _tell(db, deployment, offer, CLOSING, interests.speaking_for(db, offer), _asking(db, offer))


def _tell(
    db: Db, deployment: Deployment, offer: Offer, kind: str, readers: list[Account], telling: notices.Telling
) -> None:
    notices.tell_each(db, deployment, readers, kind, lambda _: telling, subject_id=offer.id)


def _asking(db: Db, offer: Offer) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        day = wording.day(ends_on(offer), db.today)
        buttons = tuple(
            Button(
                wording.text(f"own_offers.{deed}"),
                f"do:offer_{deed}:{offer.id}",
                "command",
                wording.text(f"own_offers.typed.{deed}", number=offer.code),
            )
            for deed in ("renew", "filled")
        )
        return Outgoing(wording.text("notice.offer_closing", offer=offer.title, number=offer.code, day=day), buttons)

    return telling


def end_those_over(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Ends what is past its last day; whoever still waits hears of it, and so does the partner."""
    for row, offer in _still(db, due_rows, batch, "open"):
        if ends_on(offer) >= db.today:
            batch.drop([row], "renewed")
            continue
        with batch.attempt([row]):
            if interests.end_offer(db, deployment, offer, by=None, told=SEEKING):
                _tell(db, deployment, offer, ENDING, interests.speaking_for(db, offer), _ended(offer))


def _ended(offer: Offer) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        again = Button(wording.text("partner.menu.post"), "do:post_offer", "command", wording.text("offer_post.typed"))
        return Outgoing(wording.text("notice.offer_end", offer=offer.title, number=offer.code), (again,))

    return telling


def remind_officers(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells all officers of a held offer that nobody has looked at."""
    for row, offer in _still(db, due_rows, batch, "held"):
        with batch.attempt([row]):
            _tell(db, deployment, offer, WAITING, accounts.officers_of(db, offer.unit), _waiting(db, offer))


def _waiting(db: Db, offer: Offer) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        since = wording.day(local_day(offer.opened_at), db.today)
        text = wording.text("notice.offer_waits", offer=offer.title, number=offer.code, since=since)
        return Outgoing(text, (holding.to_look(wording, offer),))

    return telling
