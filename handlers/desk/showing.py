"""Reads a page for whoever sits at the desk; each look, export and refusal is written down."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from handlers.desk import signing_in
from handlers.desk.page import Asked, DeskPage, Missing
from handlers.desk.searching import LONGEST_SEALED, Searcher
from handlers.desk.seats import Seat, seat_of
from handlers.documents.sheet import Sheet
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from storage import access, sessions
from storage.database import AuditEntry, Db

LONGEST_ASKED = 200
# the page on which keys are made, which an admin sees before anything else
KEYS = "devices"
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page does not open."""

    code: Literal["refused", "missing", "covered", "needs_key"]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a page found. `asked`: what it was asked for; `entries`: what is still to be written down."""

    seat: Seat
    scope: Scope
    result: object
    asked: Asked = field(default_factory=dict)
    entries: list[AuditEntry] = field(default_factory=list)


Reading = Callable[[Scope, Seat, DeskPage, Asked], object]


def look_at(
    db: Db, deployment: Deployment, key: str, language: str, page: DeskPage, asked: Asked, read: Reading
) -> Look | None:
    """Reads for whoever sits at the desk with this key; None for strangers."""
    seat = seat_of(db, key)
    if seat is None:
        return None
    scope = seat.scope(db, deployment, language)
    if signing_in.is_covered(db, seat):
        return Look(seat, scope, Refusal("covered"))
    if signing_in.needs_key(seat) and page.id != KEYS:
        return Look(seat, scope, Refusal("needs_key"))
    asked = Searcher(db.store.keyring, seat.account.id).opened_in(asked, page.words)
    result = read(scope, seat, page, asked)
    return Look(seat, scope, result, asked, list(db.entries))


def facts_of(scope: Scope, seat: Seat, page: DeskPage, asked: Asked) -> object | Refusal:
    """Reads what the page shows, and notes that it was opened."""
    facts = _allowed(scope, seat, page, lambda: page.gather(scope, asked))
    if not isinstance(facts, Refusal):
        scope.audit("desk.opened", None, page.id)
    return facts


def sheet_of(scope: Scope, seat: Seat, page: DeskPage, asked: Asked) -> Sheet | Refusal:
    """Reads the page's table for a workbook, and notes that it was taken away."""
    if page.sheet is None:
        return Refusal("missing")
    made = page.sheet
    sheet = _allowed(scope, seat, page, lambda: made(scope, asked))
    if not isinstance(sheet, Refusal):
        scope.audit("desk.exported", None, page.id)
    return sheet


def _allowed(scope: Scope, seat: Seat, page: DeskPage, read: Callable[[], Result]) -> Result | Refusal:
    """Reads what whoever sits at the desk may see; what they may not is written down."""
    try:
        if seat.may_open(page):
            return read()
    except Missing:
        return Refusal("missing")
    except access.NotAllowed:
        pass
    scope.audit("desk.refused", None, page.id)
    return Refusal("refused")


def note(db: Db, look: Look | None, page: DeskPage, *, is_active: bool) -> None:
    """Writes down what was looked at, and that somebody is there: a page that renews itself is nobody."""
    if look is None or look.result == Refusal("covered"):
        return
    db.entries.extend(look.entries)
    if not is_active:
        return
    sessions.note_use(db, look.seat.session)
    if page.looked is not None and not isinstance(look.result, Refusal | Sheet):
        page.looked(db, look.seat.account, look.result)


def trimmed(asked: Asked, sealed: Collection[str] = ()) -> dict[str, str]:
    """Cuts what an address asks for to what a page reads; `sealed`: fields of words, which are longer there."""
    longest = dict.fromkeys(sealed, LONGEST_SEALED)
    return {name: value[: longest.get(name, LONGEST_ASKED)].replace("\0", "") for name, value in asked.items()}
