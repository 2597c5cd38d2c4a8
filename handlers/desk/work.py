"""The board of work: who waits for whom between an offer and ninety days at work; offers, and fairs to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.desk import board
from handlers.desk.ages import age
from handlers.desk.board import FEW, MANY, MOST_OF_SHEET, Board, Card, Column, Filter, Names
from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit.messages import Option
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people import naming
from handlers.work import offer_words
from rules import hiring as rules
from storage import fairs, offer_pages, offers, persons, units, work_board
from storage.hiring import Interest
from storage.offer_pages import Wanted
from storage.offers import Offer

OWNERS = ("officer", "partner", "person", "both")
# whose turn it is → the states that wait for them
STATES: Mapping[str, tuple[str, ...]] = {
    owner: tuple(state for state, stage in rules.STAGES.items() if stage.owner == owner) for owner in OWNERS
}
NEWEST, SOONEST = 8, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """An offer that stands open. `waiting`: how many ask for it and are not answered to the end; `hired`: taken on."""

    path: str
    title: str
    given_by: str
    pay: str
    places: int | None
    waiting: int
    hired: int
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FairRow:
    path: str
    title: str
    when: str
    place: str
    coming: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFacts:
    board: Board
    offers: tuple[OfferRow, ...]
    open_offers: int
    fairs: tuple[FairRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersFacts:
    offers: tuple[OfferRow, ...]
    count: int
    more: str


def gather(scope: Scope, asked: Asked) -> WorkFacts:
    only = asked.get("step", "") if asked.get("step") in OWNERS else ""
    columns = _columns(scope, asked, only, MANY if only else FEW)
    soonest = fairs.to_come(scope.db, scope.unit)[:SOONEST]
    coming = fairs.how_many_come(scope.db, [fair.id for fair in soonest])
    return WorkFacts(
        board=board.laid_out(columns, _filters(scope, asked), only),
        offers=_offer_rows(scope, work_board.open_offers(scope.db, scope.unit, most=NEWEST)),
        open_offers=offer_pages.how_many(scope.db, scope.unit, Wanted()),
        fairs=tuple(
            FairRow(
                path=f"record/fair/{fair.id}",
                title=f"{fair.code} · {fair.title}",
                when=scope.moment(fair.starts_at),
                place=fair.place,
                coming=coming[fair.id],
            )
            for fair in soonest
        ),
    )


def sheet(scope: Scope, asked: Asked) -> Sheet:
    columns = _columns(scope, asked, "", MOST_OF_SHEET)
    return board.as_sheet(scope, scope.text("desk.work.title"), columns)


def _wanted_states(asked: Asked, owner: str) -> tuple[str, ...]:
    """Gives the states of a column that are asked for."""
    kind = asked.get("kind", "")
    return tuple(state for state in STATES[owner] if kind not in rules.STAGES or state == kind)


def _columns(scope: Scope, asked: Asked, only: str, most: int) -> list[Column]:
    before, after = board.older_than(scope, asked), board.moment_after(asked) if only else None
    counts = work_board.by_state(scope.db, scope.unit, tuple(rules.STAGES), before)
    pages: dict[str, list[Interest]] = {}
    for owner in [only] if only else OWNERS:
        states = [state for state in _wanted_states(asked, owner) if state in counts]
        pages[owner] = work_board.page_of(
            scope.db, scope.unit, states, most=most + 1, after=after, changed_before=before
        )
    cards = _cards(scope, {owner: page[:most] for owner, page in pages.items()})
    columns = []
    for owner, page in pages.items():
        count = sum(counts.get(state, 0) for state in _wanted_states(asked, owner))
        late = sum(card.is_late for card in cards[owner])
        end = board.place_of(page[most - 1].changed_at, page[most - 1].id) if len(page) > most else ""
        shown = tuple(card for card in cards[owner] if card.is_late or not board.is_late_only(asked))
        title = scope.text(f"desk.work.waits_for.{owner}")
        columns.append(Column(id=owner, title=title, count=count, late=late, cards=shown, more=end))
    return columns


def _cards(scope: Scope, pages: Mapping[str, list[Interest]]) -> dict[str, list[Card]]:
    """Words the interests of all columns, what is due first in each, looking up once what they are about."""
    shown = [interest for page in pages.values() for interest in page]
    people = persons.several(scope.db, {interest.person_id for interest in shown})
    names = naming.for_officers(scope.wording, people.values())
    asked_for = offers.several(scope.db, {interest.offer_id for interest in shown})
    places = _places(scope)
    scope.audit("persons.listed", None, f"desk work: {len(people)}")
    return {
        owner: [
            _card(scope, interest, names, asked_for[interest.offer_id], places)
            for interest in sorted(page, key=lambda interest: interest.due_on or date.max)
        ]
        for owner, page in pages.items()
    }


def _places(scope: Scope) -> Names:
    return scope.once(
        "places of the board",
        lambda: {place.id: place.name for place in units.organisations_of(scope.db, scope.unit)},
    )


def _card(scope: Scope, interest: Interest, names: Names, offer: Offer, places: Names) -> Card:
    due_on = interest.due_on
    is_late = due_on is not None and due_on < scope.today
    return Card(
        path=f"record/interest/{interest.id}",
        title=names.get(interest.person_id, ""),
        kind=f"{offer.code} · {offer.title}",
        owner=" · ".join(filter(None, (places.get(offer.organisation_id, ""), state_of(scope, interest.state)))),
        age=age(scope, interest.changed_at),
        due=board.due(scope, due_on, is_late=is_late),
        is_late=is_late,
    )


def state_of(scope: Scope, state: str) -> str:
    """Says how an interest stands, to an officer."""
    own = f"desk.work.state.{state}"
    return scope.text(own if scope.has_text(own) else f"applicant.state.{state}")


def _filters(scope: Scope, asked: Asked) -> list[Filter]:
    states = [Option(state, capital(state_of(scope, state))) for state in rules.STAGES]
    return [
        board.filter_of(scope, asked, "kind", states, label="desk.board.state", every="desk.board.every_state"),
        board.age_filter(scope, asked),
    ]


def _offer_rows(scope: Scope, page: list[Offer]) -> tuple[OfferRow, ...]:
    ids = [offer.id for offer in page]
    waiting = work_board.by_offer(scope.db, ids, rules.SEEKING)
    hired = work_board.by_offer(scope.db, ids, rules.HIRED)
    places = _places(scope)
    return tuple(
        OfferRow(
            path=f"record/offer/{offer.id}",
            title=f"{offer.code} · {offer.title}",
            given_by=places.get(offer.organisation_id, ""),
            pay=offer_words.pay(scope.wording, offer),
            places=offer.places,
            waiting=waiting.get(offer.id, 0),
            hired=hired.get(offer.id, 0),
            closes=scope.day(offer.closes_on) if offer.closes_on else "",
        )
        for offer in page
    )


def gather_offers(scope: Scope, asked: Asked) -> OffersFacts:
    page = work_board.open_offers(scope.db, scope.unit, most=MANY + 1, after=board.moment_after(asked))
    end = board.place_of(page[MANY - 1].opened_at, page[MANY - 1].id) if len(page) > MANY else ""
    return OffersFacts(
        offers=_offer_rows(scope, page[:MANY]),
        count=offer_pages.how_many(scope.db, scope.unit, Wanted()),
        more=end,
    )


def sheet_of_offers(scope: Scope, _asked: Asked) -> Sheet:
    rows = _offer_rows(scope, work_board.open_offers(scope.db, scope.unit, most=MOST_OF_SHEET))
    names = ("offer", "given_by", "pay", "places", "waiting", "hired", "closes")
    return Sheet(
        scope.text("desk.offers.title"),
        [scope.text(f"desk.offers.{name}") for name in names],
        [(row.title, row.given_by, row.pay, row.places or "", row.waiting, row.hired, row.closes) for row in rows],
    )


WORK = DeskPage(id="work", path="work", gather=gather, sheet=sheet, topics=("interests", "offers", "fairs"))
OFFERS = DeskPage(
    id="offers",
    path="offers",
    gather=gather_offers,
    sheet=sheet_of_offers,
    topics=("offers", "interests"),
    in_menu=False,
)
