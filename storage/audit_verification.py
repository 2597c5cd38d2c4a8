"""Is the audit still what was written? Follows each chain, compares it with its anchors, and accounts with entries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from storage import audit
from storage.accounts import accounts
from storage.audit import GENESIS, Head
from storage.database import Store
from storage.keyring import KeyMissing, Keyring

BATCH = 2000
OF_ACCOUNTS = ("account.added", "account.adopted", "account.roles", "account.status", "account.cleared")
Anchors = Mapping[str, Sequence[Head]]
STATES = (
    select(accounts.c.id, accounts.c.unit, accounts.c.status, accounts.c.roles)
    .where(accounts.c.id > bindparam("after"))
    .order_by(accounts.c.id)
    .limit(bindparam("most"))
)
ONE_STATE = (
    select(accounts.c.id, accounts.c.unit, accounts.c.status, accounts.c.roles)
    .where(accounts.c.id == bindparam("account"))
    .with_for_update()
)
OF_ACCOUNT = (
    select(audit.audit)
    .where(audit.audit.c.subject == bindparam("account"), audit.audit.c.action.in_(OF_ACCOUNTS))
    .order_by(audit.audit.c.at, audit.audit.c.seq)
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a chain, in rows `first` to `last`, or with an account. `since`: of the last good row.

    Kinds: changed, rehashed, missing, cut_at_start, cut_at_end, added_at_end, head_changed, unsigned, not_as_anchored,
    key_missing; account_changed, account_without_entry, account_gone.
    """

    unit: str
    kind: str
    since: datetime | None
    first: int = 0
    last: int = 0
    account: int = 0


@dataclass(slots=True)
class AccountStates:
    """Accounts as the audit's entries tell of them: (status, roles, moment of the entry) by account."""

    told: dict[int, tuple[str, tuple[str, ...], datetime]] = field(default_factory=dict)

    def note(self, row: Row[Any]) -> None:
        """Takes in an entry, if it tells of an account's roles or status."""
        if row.action not in OF_ACCOUNTS:
            return
        parts = dict(part.partition("=")[::2] for part in row.detail.split())
        status, roles, _ = self.told.get(row.subject, ("", (), None))
        if row.action == "account.cleared":
            self.told.pop(row.subject, None)
            return
        if "roles" in parts:
            roles = tuple(code for code in parts["roles"].split(",") if code)
        self.told[row.subject] = (parts.get("status", status), roles, row.at)

    def differing(self, store: Store) -> Iterator[Finding]:
        """Compares with the accounts there are; whoever changed meanwhile is looked at once more."""
        left = set(self.told)
        for row in _account_rows(store):
            left.discard(row.id)
            if self.finding(row) and (finding := _looked_at_again(store, row.id)):
                yield finding
        for account_id in sorted(left):
            yield Finding("", "account_gone", self.told[account_id][2], account=account_id)

    def finding(self, row: Row[Any]) -> Finding | None:
        """Compares an account with its entries; None if they agree."""
        if row.id not in self.told:
            return Finding(row.unit, "account_without_entry", None, account=row.id)
        status, roles, at = self.told[row.id]
        is_same = (status, roles) == (row.status, row.roles)
        return None if is_same else Finding(row.unit, "account_changed", at, account=row.id)


def _looked_at_again(store: Store, account_id: int) -> Finding | None:
    """Compares one account with its entries while nobody can change it."""
    states = AccountStates()
    with store.transaction() as db:
        row = db.execute(ONE_STATE, {"account": account_id}).one()
        for entry in db.execute(OF_ACCOUNT, {"account": account_id}):
            states.note(entry)
    return states.finding(row)


def _account_rows(store: Store) -> Iterator[Row[Any]]:
    after = 0
    while True:
        with store.transaction() as db:
            part = db.execute(STATES, {"after": after, "most": BATCH}).all()
        if not part:
            return
        yield from part
        after = part[-1].id


@dataclass(slots=True)
class Walk:
    """Follows one chain row by row; `findings` come as soon as the run of bad rows that they tell of has ended."""

    unit: str
    keyring: Keyring
    anchors: Mapping[int, Head] = field(default_factory=dict)
    seq: int = 0
    hash: bytes = GENESIS
    signed: bool = False
    good_at: datetime | None = None
    _bad: list[int] = field(default_factory=list)
    _bad_kind: str = ""

    def step(self, row: Row[Any]) -> Iterator[Finding]:
        """Looks at the next row."""
        if row.seq != self.seq + 1:
            yield from self.settle()
            kind = "missing" if self.seq else "cut_at_start"
            yield Finding(self.unit, kind, self.good_at, self.seq + 1, row.seq - 1)
            wrong = ""  # what it follows from is gone
        else:
            wrong = self._wrong_with(row)
        if wrong:
            self._note_bad(row.seq, wrong)
        else:
            yield from self.settle()
            self.good_at = row.at
        anchor = self.anchors.get(row.seq)
        if anchor is not None and anchor.hash != row.hash:
            yield Finding(self.unit, "not_as_anchored", anchor.at, row.seq, row.seq)
        self.seq, self.hash = row.seq, row.hash
        self.signed = self.signed or row.key_number is not None

    def _wrong_with(self, row: Row[Any]) -> str:
        if self.signed and row.key_number is None:
            return "rehashed"
        try:
            expected = audit.row_hash(self.keyring, self.hash, row._mapping)
        except KeyMissing:
            return "key_missing"
        return "" if expected == row.hash else "changed"

    def _note_bad(self, seq: int, wrong: str) -> None:
        self._bad = [self._bad[0] if self._bad else seq, seq]
        self._bad_kind = wrong if self._bad_kind in ("", wrong) else "rehashed"

    def settle(self) -> Iterator[Finding]:
        """Tells of the run of bad rows that has ended: a row alone was changed, several were hashed anew."""
        if self._bad:
            first, last = self._bad
            kind = "rehashed" if self._bad_kind == "changed" and first != last else self._bad_kind
            yield Finding(self.unit, kind, self.good_at, first, last)
        self._bad, self._bad_kind = [], ""

    def finish(self, head: tuple[int, bytes] | None) -> Iterator[Finding]:
        """Compares where the chain ends with what its head says, and with the latest anchor."""
        yield from self.settle()
        head_seq, head_hash = head or (0, GENESIS)
        last = max([head_seq, *self.anchors])
        if last > self.seq:
            yield Finding(self.unit, "cut_at_end", self.good_at, self.seq + 1, last)
        elif head_seq < self.seq:
            yield Finding(self.unit, "added_at_end", self.good_at, head_seq + 1, self.seq)
        elif head_hash != self.hash:
            yield Finding(self.unit, "head_changed", self.good_at, self.seq, self.seq)
        if self.seq and not self.signed:
            yield Finding(self.unit, "unsigned", None, 1, self.seq)


def findings(store: Store, anchors: Anchors | None = None) -> Iterator[Finding]:
    """Yields whatever is wrong with any chain, then with the accounts; nothing when all is as it was written."""
    anchors = anchors or {}
    states = AccountStates()
    for unit in units(store, anchors):
        yield from of_unit(store, unit, anchors.get(unit, ()), states)
    yield from states.differing(store)


def units(store: Store, anchors: Anchors) -> list[str]:
    """Lists the communes that have a chain, or had one when it was anchored."""
    with store.transaction() as db:
        return sorted({*audit.units(db), *audit.units_with_rows(db), *anchors})


def of_unit(
    store: Store, unit: str, anchors: Iterable[Head] = (), states: AccountStates | None = None
) -> Iterator[Finding]:
    """Yields what is wrong with one commune's chain, in the order of its rows."""
    walk = Walk(unit, store.keyring, {anchor.seq: anchor for anchor in anchors})
    head = None
    while True:
        for row in audit.rows(store, unit, after=walk.seq, batch=BATCH):
            yield from walk.step(row)
            if states is not None:
                states.note(row)
        head = audit.end(store, unit)
        # rows may have come between reading the last part and the head
        if head is None or head[0] <= walk.seq or not audit.has_rows(store, unit, after=walk.seq):
            break
    yield from walk.finish(head)
