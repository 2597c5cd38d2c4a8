"""Partners of the commune and what they have pledged: how much of it was kept, and until when it stands."""

from dataclasses import dataclass

from handlers.desk import board
from handlers.desk.board import MANY, MOST_OF_SHEET
from handlers.desk.page import Asked, DeskPage
from handlers.desk.presses import Press, on_page
from handlers.documents.sheet import Sheet
from handlers.kit.scope import Scope
from handlers.needs.pledging import ORGANISATIONS
from storage import accounts, partner_board, pledges, units
from storage.pledges import Pledge


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeRow:
    """A pledge. `state`: runs, kept, over or ended before its day."""

    path: str
    organisation: str
    kind: str
    promised: int
    kept: int
    until: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """An organisation: who speaks for it, the offers it has open, how many pledges it has made."""

    name: str
    kind: str
    people: str
    offers: int
    pledges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgesFacts:
    pledges: tuple[PledgeRow, ...]
    count: int
    more: str
    partners: tuple[PartnerRow, ...]
    presses: tuple[Press, ...]


def gather(scope: Scope, asked: Asked) -> PledgesFacts:
    page = partner_board.pledges_page(scope.db, scope.unit, most=MANY + 1, after=board.day_after(asked))
    end = board.place_of(page[MANY - 1].until, page[MANY - 1].id) if len(page) > MANY else ""
    return PledgesFacts(
        pledges=_rows(scope, page[:MANY]),
        count=pledges.how_many(scope.db, scope.unit),
        more=end,
        partners=_partners(scope),
        presses=on_page(scope, [scope.button("pledges.button.new", "go:pledge")]),
    )


def sheet(scope: Scope, _asked: Asked) -> Sheet:
    rows = _rows(scope, partner_board.pledges_page(scope.db, scope.unit, most=MOST_OF_SHEET))
    names = ("organisation", "kind", "promised", "kept", "until", "state")
    return Sheet(
        scope.text("desk.pledges.title"),
        [scope.text(f"desk.pledges.{name}") for name in names],
        [(row.organisation, row.kind, row.promised, row.kept, row.until, state_of(scope, row.state)) for row in rows],
    )


def state_of(scope: Scope, state: str) -> str:
    return scope.text(f"desk.pledges.state.{state}")


def _rows(scope: Scope, page: list[Pledge]) -> tuple[PledgeRow, ...]:
    names = {each.id: each.name for each in units.organisations_of(scope.db, scope.unit, *ORGANISATIONS)}
    return tuple(
        PledgeRow(
            path=f"record/pledge/{pledge.id}",
            organisation=names.get(pledge.organisation_id, ""),
            kind=scope.text(f"visit_report.needs.{pledge.kind}"),
            promised=pledge.count,
            kept=pledge.kept,
            until=scope.day(pledge.until),
            state=_state(scope, pledge),
        )
        for pledge in page
    )


def _state(scope: Scope, pledge: Pledge) -> str:
    if pledge.kept >= pledge.count:
        return "kept"
    if pledge.ended_at is not None:
        return "ended"
    return "over" if pledge.until < scope.today else "runs"


def _partners(scope: Scope) -> tuple[PartnerRow, ...]:
    speakers: dict[int, list[str]] = {}
    for account in accounts.with_role(scope.db, scope.unit, "partner"):
        if account.organisation_id is not None:
            speakers.setdefault(account.organisation_id, []).append(scope.wording.called(account))
    offered = partner_board.offers_of(scope.db, scope.unit)
    pledged = partner_board.pledged_of(scope.db, scope.unit)
    return tuple(
        PartnerRow(
            name=each.name,
            kind=scope.text(f"roster.kind.{each.kind}"),
            people=", ".join(speakers.get(each.id, ())),
            offers=offered.get(each.id, 0),
            pledges=pledged.get(each.id, 0),
        )
        for each in units.organisations_of(scope.db, scope.unit, *ORGANISATIONS)
    )


PLEDGES = DeskPage(id="pledges", path="pledges", gather=gather, sheet=sheet, topics=("pledges", "needs", "offers"))
