"""One thing that waits, by itself: what the chat says of it, its history, and the chat's own buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.accounts import approving
from handlers.broadcasts import sent_list
from handlers.complaints import dealing as complaints_dealing
from handlers.desk import presses, work
from handlers.desk.page import Asked, DeskPage, Missing
from handlers.desk.presses import Press
from handlers.desk.waiting_rows import TOPICS, has_duty
from handlers.kit.commands import Reply, allowed, id_in, number_in
from handlers.kit.messages import Button, Outgoing, Said
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.linking import newcomers as strangers
from handlers.linking import volunteering
from handlers.loans import desk as loans_desk
from handlers.my_data import dealing as data_dealing
from handlers.needs import board as needs_board
from handlers.needs import pledging
from handlers.notify.interests import given_by
from handlers.people import naming
from handlers.tips import reading
from handlers.work import fair_guests, fair_words, helping, offers_desk
from rules.approvals import TRUSTED
from storage import (
    access,
    approvals,
    broadcasts,
    complaints,
    data_requests,
    hiring,
    loan_cases,
    needs,
    newcomers,
    offers,
    persons,
    pledges,
    tips,
    volunteers,
)
from storage.access import NotAllowed
from storage.database import Db

OFFICER, OFFICE = ("officer",), ("officer", "admin")
# what a page of its own shows better
CARD, HISTORY = "do:person_card:", "do:need_history:"
# what takes something back or off is never the button that stands out
BACKWARD = (
    "broadcast_stop",
    "fair_off",
    "need_dropped",
    "need_missed",
    "need_partly",
    "need_recall",
    "offer_refuse",
    "pledge_end",
    "volunteer_decline",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """`back`: the path of the page it belongs to. `person`: the path of whoever it is about, if anybody.

    `main`: the press that stands out, empty where nothing leads on.
    """

    kind: str
    title: str
    lines: tuple[str, ...]
    history: tuple[str, ...]
    presses: tuple[Press, ...]
    main: str
    person: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of record.

    `unit_of(db, unit, argument)`: the unit that has it, of those that the reader's unit may name; None where it is not.
    `show`: what the chat says of it. `back`: the id of its page. `ends`: the chat shows it no more once it is over.
    """

    show: Callable[[Scope, str], Reply]
    unit_of: Callable[[Db, str, str], str | None]
    back: str
    may: tuple[str, ...] = OFFICER
    is_for: Callable[[Scope], bool] = lambda _scope: True
    history: Callable[[Scope, str], Reply] | None = None
    ends: bool = False


def gather(scope: Scope, asked: Asked) -> RecordFacts:
    kind, argument = KINDS.get(asked.get("kind", "")), asked.get("record", "")
    if kind is None:
        raise Missing(asked.get("kind", ""))
    if not (allowed(kind.may, scope.account.roles) and kind.is_for(scope)):
        raise NotAllowed(f"account {scope.account.id}")
    unit = kind.unit_of(scope.db, scope.unit, argument)
    if unit is None:
        raise Missing(argument)
    if unit != scope.unit:
        raise NotAllowed(f"account {scope.account.id}")
    said = _shown_by_chat(scope, kind, argument)
    told = kind.history(scope, argument) if kind.history else None
    person = next((button.press.removeprefix(CARD) for button in said.buttons if button.press.startswith(CARD)), "")
    buttons = [button for button in said.buttons if not button.press.startswith((CARD, HISTORY))]
    ways = presses.on_page(scope, buttons)
    return RecordFacts(
        kind=asked["kind"],
        title=scope.text(f"desk.record.title.{asked['kind']}"),
        lines=tuple(filter(None, said.text.split("\n"))),
        history=_history(told),
        presses=ways,
        main=next((way.press for way in ways if way.press.split(":")[1] not in BACKWARD), ""),
        person=f"people/{person}" if person else "",
        back=kind.back,
    )


def _history(told: Reply | None) -> tuple[str, ...]:
    lines = str((told.fields or {}).get("lines", "")) if isinstance(told, Said) else ""
    return tuple(line.removeprefix("• ") for line in lines.split("\n") if line)


def _shown_by_chat(scope: Scope, kind: Kind, argument: str) -> Outgoing:
    """Gives what the chat says of it. Raises NotAllowed where the chat does not know it, though it is there."""
    reply = kind.show(scope, argument)
    if isinstance(reply, Said) and reply.key == "officer.not_here":
        if not kind.ends:
            raise NotAllowed(f"account {scope.account.id}")
        return Outgoing(scope.text("desk.record.over"))
    if isinstance(reply, Said):
        reply = scope.say(reply)
    assert isinstance(reply, Outgoing)
    return reply


def _interest(scope: Scope, argument: str) -> Reply:
    """Shows whose turn an interest is; what waits for an officer with what they may say of it."""
    interest = hiring.interest(scope.db, id_in(argument))
    offer = offers.get(scope.db, interest.offer_id) if interest else None
    if interest is None or offer is None:
        raise Missing(argument)
    if interest.state == "with_officer":
        return helping.work_waiting_one(scope, argument)
    person = access.look(scope.db, scope.account, interest.person_id, "desk work")
    lines = [
        capital(naming.name_of(person)),
        " · ".join(filter(None, (offer.code, offer.title, given_by(scope.db, offer)))),
        capital(work.state_of(scope, interest.state)),
        scope.text("desk.work.meets", when=scope.moment(interest.meets_at)) if interest.meets_at else "",
        scope.text("desk.work.starts", day=scope.day(interest.starts_on)) if interest.starts_on else "",
        scope.text("desk.work.due", day=scope.day(interest.due_on)) if interest.due_on else "",
    ]
    look = Button(scope.text("desk.work.see_offer"), f"do:offer_look:{offer.id}")
    card = scope.button("officer.button.card", f"{CARD}{person.id}")
    return Outgoing("\n".join(filter(None, lines)), (look, card))


def _unit_of_need(db: Db, _unit: str, argument: str) -> str | None:
    need = needs.get(db, id_in(argument))
    return need.unit if need else None


def _unit_of_pledge(db: Db, _unit: str, argument: str) -> str | None:
    pledge = pledges.get(db, id_in(argument))
    return pledge.unit if pledge else None


def _unit_of_interest(db: Db, _unit: str, argument: str) -> str | None:
    interest = hiring.interest(db, id_in(argument))
    person = persons.get(db, interest.person_id) if interest else None
    return person.unit if person else None


def _unit_of_offer(db: Db, _unit: str, argument: str) -> str | None:
    offer = offers.get(db, id_in(argument))
    return offer.unit if offer and offer.kind != "loan" else None


def _unit_of_fair(db: Db, unit: str, argument: str) -> str | None:
    fair = fair_words.fair_in(db, unit, argument)
    return fair.unit if fair else None


def _unit_of_volunteer(db: Db, _unit: str, argument: str) -> str | None:
    volunteer = volunteers.get(db, id_in(argument))
    return volunteer.unit if volunteer else None


def _numbered(by_number: Callable[[Db, str, int], object | None]) -> Callable[[Db, str, str], str | None]:
    """Finds a record by the unit's own number: nobody reaches into another unit."""
    return lambda db, unit, argument: unit if by_number(db, unit, number_in(argument)) is not None else None


KINDS: Mapping[str, Kind] = {
    "need": Kind(show=needs_board.show, unit_of=_unit_of_need, back="needs", history=needs_board.history, ends=True),
    "pledge": Kind(show=pledging.show, unit_of=_unit_of_pledge, back="pledges"),
    "interest": Kind(show=_interest, unit_of=_unit_of_interest, back="work"),
    "offer": Kind(show=offers_desk.look, unit_of=_unit_of_offer, back="work"),
    "fair": Kind(show=fair_guests.show, unit_of=_unit_of_fair, back="work"),
    "loan": Kind(show=loans_desk.show, unit_of=_numbered(loan_cases.by_number), back="loans"),
    "volunteer": Kind(show=volunteering.show, unit_of=_unit_of_volunteer, back="approvals", ends=True),
    "newcomer": Kind(show=strangers.see, unit_of=_numbered(newcomers.by_number), back="approvals"),
    "tip": Kind(show=reading.see, unit_of=_numbered(tips.by_number), back="approvals", is_for=has_duty),
    "data_request": Kind(show=data_dealing.show, unit_of=_numbered(data_requests.by_number), back="approvals"),
    "complaint": Kind(show=complaints_dealing.show, unit_of=_numbered(complaints.by_number), back="approvals"),
    "approval": Kind(show=approving.see, unit_of=_numbered(approvals.by_number), back="approvals", may=TRUSTED),
    "broadcast": Kind(show=sent_list.look, unit_of=_numbered(broadcasts.by_number), back="approvals", may=OFFICE),
}
RECORD = DeskPage(
    id="record",
    path="record/{kind}/{record}",
    gather=gather,
    may=OFFICE,
    topics=(*TOPICS, "interests", "loans", "needs", "pledges"),
    in_menu=False,
)
