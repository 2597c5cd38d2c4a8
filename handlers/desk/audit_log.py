"""Looking things up in the audit: who did what on which day; a row holds ids and codes, never what was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.desk import audit_details
from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit import Option
from handlers.kit.commands import id_in, number_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people import naming
from rules.local_time import at
from storage import access_to_accounts, accounts, audit_search
from storage.audit_search import AuditRow, Wanted

MOST = 50
MOST_ROWS = 1000
MOST_PEOPLE = 6
# how the codes of what is done begin, by which people look for it
KINDS = (
    "absence",
    "account",
    "alert",
    "appointment",
    "approval",
    "attachment",
    "broadcast",
    "call",
    "charge",
    "chat",
    "checkin",
    "complaint",
    "consent",
    "cover",
    "data_request",
    "desk",
    "document",
    "fair",
    "goal",
    "interest",
    "link",
    "list",
    "loan",
    "need",
    "newcomer",
    "offer",
    "person",
    "quarter",
    "relay",
    "roll_call",
    "roster",
    "setup",
    "task",
    "thread",
    "tip",
    "transfer",
    "unit",
    "visit",
    "volunteer",
)


@dataclass(frozen=True, slots=True)
class AuditLine:
    number: int
    at: str
    who: str
    kind: str
    did: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """`meant`: those whose names fit the words, where they are several; `more`: what the next page is asked by."""

    lines: list[AuditLine]
    kinds: list[Option]
    meant: list[Option]
    nobody: bool
    more: str


def gather(scope: Scope, asked: Asked) -> AuditFacts:
    """Finds rows by `who` (a name) or `actor` (an id), `kind`, `subject`, `since` and `until`; the latest first."""
    fitting = _fitting(scope, asked)
    named = (Option(kind, scope.text(f"desk.audit.kind.{kind}")) for kind in KINDS)
    kinds = sorted(named, key=lambda kind: naming.place_in_list(kind.label))
    if fitting is not None and len(fitting) != 1:
        return AuditFacts([], kinds, fitting[:MOST_PEOPLE], nobody=not fitting, more="")
    actor = int(fitting[0].value) if fitting else id_in(asked.get("actor", "")) or None
    page = _search(scope, asked, actor, MOST)
    return AuditFacts(_lines(scope, page.rows), kinds, [], nobody=False, more=str(page.before or ""))


def _fitting(scope: Scope, asked: Asked) -> list[Option] | None:
    """Lists whose name fits what was typed; None where nothing was, or one of several was chosen."""
    words = asked.get("who", "").strip()[:60]
    if not words or asked.get("actor"):
        return None
    fitting = access_to_accounts.find_accounts(scope.db, scope.account, words)
    names = naming.of_accounts(scope.wording, fitting[:MOST_PEOPLE])
    return [Option(str(account.id), names[account.id]) for account in fitting[:MOST_PEOPLE]]


def _search(scope: Scope, asked: Asked, actor: int | None, most: int) -> audit_search.Found:
    since, until = _day(asked.get("since", "")), _day(asked.get("until", ""))
    above = audit_search.seq_at(scope.db, scope.unit, _begins(since)) if since else 0
    last = audit_search.last_seq(scope.db, scope.unit)
    if until:
        last = audit_search.seq_at(scope.db, scope.unit, _begins(until + timedelta(days=1)))
    below = min(number_in(asked.get("after", "")) or last + 1, last + 1)
    kind = asked.get("kind", "")
    wanted = Wanted(actor, kind if kind in KINDS else "", id_in(asked.get("subject", "")) or None)
    return audit_search.before(scope.db, scope.unit, wanted, below=below, above=above, most=most)


def _begins(day: date) -> datetime:
    return at(day, time())


def _day(typed: str) -> date | None:
    """Reads a day that has another on either side of it; None for nonsense."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if date.min < day < date.max else None


def _lines(scope: Scope, rows: Sequence[AuditRow]) -> list[AuditLine]:
    actors = accounts.several(scope.db, {row.actor for row in rows if row.actor is not None})
    names = naming.of_accounts(scope.wording, actors.values())
    return [
        AuditLine(
            row.seq,
            scope.wording.moment(row.at),
            names.get(row.actor or 0, scope.text("desk.audit.service" if row.actor is None else "desk.audit.left")),
            _kind_of(scope, row.action),
            did(scope.wording, row.action),
            str(row.subject or ""),
            audit_details.in_words(scope.wording, row.action, row.detail),
        )
        for row in rows
    ]


def did(wording: Wording, action: str) -> str:
    """Words what was done; the code where an older or newer program wrote one that this one does not know."""
    key = f"audited.{action}"
    return wording.text(key) if wording.has_text(key) else action


def _kind_of(scope: Scope, action: str) -> str:
    kind = next((kind for kind in KINDS if action.startswith(kind)), "")
    return scope.text(f"desk.audit.kind.{kind}") if kind else ""


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Writes the rows found as a list for Excel."""
    fitting = _fitting(scope, asked)
    actor = int(fitting[0].value) if fitting else id_in(asked.get("actor", "")) or None
    rows = [] if fitting is not None and len(fitting) != 1 else _search(scope, asked, actor, MOST_ROWS).rows
    names = ("number", "at", "who", "did", "subject", "detail")
    lines = [[getattr(line, name) for name in names] for line in _lines(scope, rows)]
    return Sheet(scope.text("desk.audit.title"), [scope.text(f"desk.audit.{name}") for name in names], lines)


AUDIT = DeskPage(id="audit", path="audit", gather=gather, may=("admin",), sheet=sheet, words=("who",))
