"""What waits for a yes, kind by kind, as rows of one page: what it is, why it waits, since when and until when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from handlers.broadcasts import progress
from handlers.broadcasts.compose import MAY as MAY_BROADCAST
from handlers.broadcasts.review import shortened
from handlers.desk import board
from handlers.desk.ages import age
from handlers.desk.presses import Press, on_page
from handlers.kit.commands import allowed
from handlers.kit.scope import Scope
from handlers.linking import waiting
from handlers.notify import approvals as asking
from handlers.tips.handing_out import button as tip_button
from handlers.work import fair_words, holding, offer_words
from rules.approvals import TRUSTED
from rules.complaints import WAITING
from rules.local_time import local_day
from storage import (
    access_to_complaints,
    accounts,
    approvals,
    broadcasts,
    data_requests,
    fairs,
    link_requests,
    newcomers,
    offer_states,
    tips,
    volunteers,
)
from storage.access import acts

OFFICER = ("officer",)
MOST_BROADCASTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something that waits. `path`: of its own page under /console/, if it has one; `presses`: of the chat."""

    path: str
    what: str
    detail: str
    since: str
    due: str = ""
    is_late: bool = False
    presses: tuple[Press, ...] = ()


Rows = tuple[list[Row], int]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that waits: who reads it, and `read(scope, most)`, the first rows and how many there are."""

    id: str
    read: Callable[[Scope, int], Rows]
    may: tuple[str, ...] = OFFICER
    is_for: Callable[[Scope], bool] = lambda _scope: True

    def may_read(self, scope: Scope) -> bool:
        return allowed(self.may, scope.account.roles) and self.is_for(scope)


def changes(scope: Scope, most: int) -> Rows:
    """Lists changes of accounts that a second person has to agree to."""
    asked = approvals.waiting(scope.db, scope.unit)
    askers = board.names_of(scope, {approval.asked_by for approval in asked[:most]})
    rows = [
        Row(
            path=f"record/approval/{approval.number}",
            what=f"{approval.code} · {asking.described(scope.db, scope.wording, approval)}",
            detail=scope.text("approval.asked_by", who=askers.get(approval.asked_by, "?")),
            since=age(scope, approval.asked_at),
            due=_until(scope, local_day(approval.expires_at)),
            presses=on_page(scope, asking.deciding(scope.wording, approval, scope.account)),
        )
        for approval in asked[:most]
    ]
    return rows, len(asked)


def _until(scope: Scope, day: date) -> str:
    return board.due(scope, day, is_late=day < scope.today)


def offers(scope: Scope, most: int) -> Rows:
    """Lists offers that an officer looks at first, with the reason, and fairs that are held."""
    held_offers, held_fairs = offer_states.held(scope.db, scope.unit), fairs.held(scope.db, scope.unit)
    rows = [
        Row(
            path=f"record/offer/{offer.id}",
            what=" · ".join(filter(None, (offer.code, offer.title, offer_words.given_by(scope.db, offer)))),
            detail=holding.reasons(scope.wording, offer.signs or ()),
            since=age(scope, offer.opened_at),
            presses=on_page(scope, [scope.button("offers_desk.approve", f"do:offer_ok:{offer.id}")]),
        )
        for offer in held_offers[:most]
    ]
    rows += [
        Row(
            path=f"record/fair/{fair.id}",
            what=fair_words.line(scope.wording, fair, scope.today),
            detail=holding.reasons(scope.wording, fair.signs or ()),
            since=age(scope, fair.posted_at),
            due=_until(scope, local_day(fair.starts_at)),
            is_late=fair.starts_at < scope.now,
            presses=on_page(scope, [scope.button("fairs.approve", f"do:fair_ok:{fair.id}")]),
        )
        for fair in held_fairs[: max(most - len(rows), 0)]
    ]
    return rows, len(held_offers) + len(held_fairs)


def volunteers_asked(scope: Scope, most: int) -> Rows:
    """Lists who asks to help others."""
    rows = [
        Row(
            path=f"record/volunteer/{volunteer.id}",
            what=f"{volunteer.name} · {volunteer.hamlet}",
            detail=_kinds(scope, volunteer.kinds),
            since=age(scope, volunteer.asked_at),
        )
        for volunteer in volunteers.waiting(scope.db, scope.unit, most=most)
    ]
    return rows, volunteers.how_many_waiting(scope.db, scope.unit)


def _kinds(scope: Scope, kinds: Iterable[str]) -> str:
    return ", ".join(scope.text(f"visit_report.needs.{kind}").lower() for kind in kinds) or scope.text("volunteers.any")


def strangers(scope: Scope, most: int) -> Rows:
    """Lists chats that nobody is linked to and that ask for a human, and who came with a code that does not fit."""
    page = newcomers.page_of(scope.db, scope.unit, most=most)
    takers = board.names_of(scope, {newcomer.taken_by for newcomer in page if newcomer.taken_by})
    rows = [
        Row(
            path=f"record/newcomer/{newcomer.number}",
            what=newcomer.code,
            detail=takers.get(newcomer.taken_by or 0) or scope.text("desk.approvals.nobody_yet"),
            since=age(scope, newcomer.asked_at or newcomer.first_at),
            presses=on_page(scope, [waiting.take_button(scope.wording, newcomer)] if newcomer.state == "asked" else ()),
        )
        for newcomer in page
    ]
    doubts = _doubts(scope)
    return [*doubts, *rows], len(doubts) + newcomers.how_many_waiting(scope.db, scope.unit)


def _doubts(scope: Scope) -> list[Row]:
    """Gives the last right code with a wrong year or name; nobody decides on one of their own."""
    doubt = link_requests.doubted(scope.db, scope.unit)
    account = accounts.get(scope.db, doubt.account_id) if doubt else None
    if doubt is None or account is None or account.id == scope.account.id or not acts(account):
        return []
    ways = [scope.button(f"link_doubt.{way}", f"do:link_{way}:{doubt.id}") for way in ("right", "wrong")]
    what = scope.text("desk.approvals.doubt", who=account.name)
    until = _until(scope, local_day(doubt.expires_at))
    return [Row(path="", what=what, detail="", since="", due=until, presses=on_page(scope, ways))]


def own_data(scope: Scope, most: int) -> Rows:
    """Lists what people ask about their own data, with both clocks: the first answer and the doing."""
    asked = [request for request in data_requests.open_of(scope.db, scope.unit) if request.asked_by != scope.account.id]
    senders = accounts.several(scope.db, {request.asked_by for request in asked[:most]})
    rows = [
        Row(
            path=f"record/data_request/{request.number}",
            what=f"{request.code} · {senders[request.asked_by].name if request.asked_by in senders else ''}",
            detail=scope.text(f"correct_me.wish.{request.wish}"),
            since=age(scope, request.asked_at),
            due=scope.text(
                f"data_request.stands.{request.step}", day=scope.day(request.answer_by), until=scope.day(request.act_by)
            ),
            is_late=request.due_on < scope.today,
        )
        for request in asked[:most]
    ]
    return rows, len(asked)


def written_above(scope: Scope, most: int) -> Rows:
    """Lists complaints for officers of the unit above; never those about the reader's own unit, nor their own."""
    to_deal_with = [
        complaint
        for complaint in access_to_complaints.open_complaints(scope.db, scope.account)
        if access_to_complaints.may_deal_with(scope.account, complaint)
    ]
    rows = [
        Row(
            path=f"record/complaint/{complaint.number}",
            what=f"{complaint.code} · {scope.text(f'complain.about.{complaint.about}')}",
            detail=scope.text(f"complaint.state.{complaint.state}"),
            since=age(scope, complaint.sent_at),
            due=_until(scope, complaint.due_on),
            is_late=complaint.due_on < scope.today,
            presses=on_page(
                scope,
                [scope.button("complaint.take", f"do:complaint_take:{complaint.id}")]
                if complaint.state == WAITING
                else (),
            ),
        )
        for complaint in to_deal_with[:most]
    ]
    return rows, len(to_deal_with)


def tips_in(scope: Scope, most: int) -> Rows:
    """Lists tips without a name, those that nobody has taken first."""
    page = tips.page_of(scope.db, scope.unit, most=most)
    takers = board.names_of(scope, {tip.taken_by for tip in page if tip.taken_by})
    rows = [
        Row(
            path=f"record/tip/{tip.number}",
            what=tip.code,
            detail=takers.get(tip.taken_by or 0) or scope.text("desk.approvals.nobody_yet"),
            since=age(scope, tip.handed_at) if tip.handed_at else scope.day(tip.day),
            presses=on_page(scope, [tip_button(scope.wording, tip, "take")] if tip.state == "open" else ()),
        )
        for tip in page
    ]
    return rows, tips.how_many(scope.db, scope.unit)


def has_duty(scope: Scope) -> bool:
    """Tells whether the reader is among those who are told of tips: on duty, or any officer where nobody is."""
    return any(officer.id == scope.account.id for officer in accounts.on_call(scope.db, scope.unit))


def held_messages(scope: Scope, most: int) -> Rows:
    """Lists messages to many that somebody has stopped: they go on, or never leave."""
    stopped = [
        broadcast
        for broadcast in broadcasts.last_of(scope.db, scope.unit, MOST_BROADCASTS)
        if broadcast.state == "stopped"
    ]
    rows = [
        Row(
            path=f"record/broadcast/{broadcast.number}",
            what=f"{broadcast.code} · {shortened(broadcast.text)}",
            detail=scope.text(f"broadcast.to.{broadcast.audience}"),
            since=age(scope, broadcast.created_at),
            due=_until(scope, local_day(broadcast.expires_at)),
            is_late=broadcast.expires_at < scope.now,
            presses=on_page(scope, progress.buttons(scope.wording, broadcast)[:1]),
        )
        for broadcast in stopped[:most]
    ]
    return rows, len(stopped)


KINDS = (
    Kind("changes", changes, may=TRUSTED),
    Kind("tips", tips_in, is_for=has_duty),
    Kind("offers", offers),
    Kind("volunteers", volunteers_asked),
    Kind("newcomers", strangers),
    Kind("data", own_data),
    Kind("complaints", written_above),
    Kind("messages", held_messages, may=MAY_BROADCAST),
)
# have a place of their own where all is listed that waits for somebody
ELSEWHERE = ("changes", "newcomers")


def beside_accounts(scope: Scope, most: int) -> Rows:
    """Lists what waits for a yes of the reader, but for accounts and newcomers."""
    kinds = [kind for kind in KINDS if kind.id not in ELSEWHERE and kind.may_read(scope)]
    of_each = [kind.read(scope, most) for kind in kinds]
    return [row for rows, _ in of_each for row in rows][:most], sum(count for _, count in of_each)


TOPICS = (
    "approvals",
    "broadcasts",
    "complaints",
    "data_requests",
    "fairs",
    "links",
    "newcomers",
    "offers",
    "tips",
    "volunteers",
)
