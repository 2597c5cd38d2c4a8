"""Who has an account in the commune: roles, office, chats; for those who look after the accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit import Option
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.people import naming, roles
from rules.roles import OF_ACCOUNTS
from storage import access_to_accounts, account_pages, chats, units
from storage.account_pages import Wanted
from storage.accounts import Account

MOST = 40
MOST_ROWS = 2000
LONGEST_WORDS = 60
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class StaffLine:
    """An account; `channels`: by which it can be written to, empty where no chat speaks for it."""

    id: int
    name: str
    roles: str
    office: str
    channels: str
    state: str


@dataclass(frozen=True, slots=True)
class StaffFacts:
    lines: list[StaffLine]
    count: int
    which: str
    choices: list[Option]
    more: str


def gather(scope: Scope, asked: Asked) -> StaffFacts:
    """Lists accounts of a role, those no longer in use, or those whose name fits the words of `q`."""
    which = asked.get("which", "") if asked.get("which", "") in (*OF_ACCOUNTS, CLOSED) else ""
    shown, count, more = _shown(scope, which, asked)
    choices = [Option("", scope.text("desk.staff.all"))]
    choices += [Option(role, scope.text(f"role.{role}")) for role in OF_ACCOUNTS]
    choices.append(Option(CLOSED, scope.text("desk.staff.closed")))
    return StaffFacts(_lines(scope, shown), count, which, choices, more)


def _shown(scope: Scope, which: str, asked: Asked) -> tuple[Sequence[Account], int, str]:
    if words := _words(asked):
        fitting = _fitting(scope, words)
        return fitting[:MOST], len(fitting), ""
    wanted, after = _wanted(which), id_in(asked.get("after", ""))
    page = access_to_accounts.accounts_after(scope.db, scope.account, wanted, after=after, most=MOST + 1)
    more = str(page[MOST - 1].id) if len(page) > MOST else ""
    return page[:MOST], account_pages.how_many(scope.db, scope.unit, wanted), more


def _words(asked: Asked) -> str:
    return asked.get("q", "").strip()[:LONGEST_WORDS]


def _fitting(scope: Scope, words: str) -> list[Account]:
    """Finds accounts by name, which is written down."""
    fitting = access_to_accounts.find_accounts(scope.db, scope.account, words)
    scope.audit("accounts.found", None, f"{len(fitting)}")
    return fitting


def _wanted(which: str) -> Wanted:
    return Wanted(in_use=False) if which == CLOSED else Wanted(role=which)


def _lines(scope: Scope, shown: Sequence[Account]) -> list[StaffLine]:
    names = naming.of_accounts(scope.wording, shown)
    offices = {office.id: office.name for office in units.organisations_of(scope.db, scope.unit)}
    own_chats = chats.all_of(scope.db, [account.id for account in shown])
    return [
        StaffLine(
            account.id,
            names[account.id],
            roles.named(scope.wording, account.roles),
            offices.get(account.organisation_id or 0, ""),
            ", ".join(dict.fromkeys(scope.text(f"channel.{chat.channel}") for chat in own_chats.get(account.id, ()))),
            scope.text(f"account.status.{account.status}"),
        )
        for account in shown
    ]


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Writes the accounts as a list for Excel, without phone numbers."""
    which = asked.get("which", "") if asked.get("which", "") in (*OF_ACCOUNTS, CLOSED) else ""
    if words := _words(asked):
        shown: Sequence[Account] = _fitting(scope, words)
    else:
        shown = access_to_accounts.accounts_after(scope.db, scope.account, _wanted(which), after=0, most=MOST_ROWS)
    names = ("name", "roles", "office", "channels", "state")
    rows = [[getattr(line, name) for name in names] for line in _lines(scope, shown)]
    return Sheet(scope.text("desk.staff.title"), [scope.text(f"desk.staff.{name}") for name in names], rows)


STAFF = DeskPage(
    id="staff", path="staff", gather=gather, may=("admin",), sheet=sheet, topics=("account",), words=("q",)
)
