"""What tests of the end of accounts do: close, open, look at what is left in the store."""

from typing import Any

from sqlalchemy import select

from handlers.accounts.closing import Closing, close_account, reopen_account
from rules.accounts import Status
from storage import accounts, outbox
from storage.accounts import Account
from tests.person import Talker, World

WHY = "Chuyển công tác"


def account_of(world: World, talker: Talker) -> Account:
    with world.store.transaction() as db:
        account = accounts.get(db, talker.account_id)
        assert account is not None
        return account


def closes(world: World, talker: Talker, by: Talker | None = None, status: Status = "closed", **more: Any) -> Closing:
    with world.store.transaction() as db:
        account = accounts.get(db, talker.account_id)
        assert account is not None
        by_id = by.account_id if by else None
        return close_account(db, world.deployment, account, status=status, by=by_id, why=WHY, **more)


def opens(world: World, talker: Talker, by: Talker | None = None) -> None:
    account = account_of(world, talker)
    with world.store.transaction() as db:
        reopen_account(db, world.deployment, account, by=by.account_id if by else None, why=WHY)


def counted(closing: Closing) -> dict[str, int]:
    return {item.what: item.count for item in closing.left}


def waiting_for(world: World, talker: Talker) -> list[str]:
    """The kinds of what waits in the outbox for somebody."""
    states = outbox.outbox.c.state.in_(("queued", "held"))
    with world.store.transaction() as db:
        rows = db.execute(select(outbox.outbox.c.kind).where(outbox.outbox.c.account_id == talker.account_id, states))
        return sorted(rows.scalars())
