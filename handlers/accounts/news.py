"""What was changed in an account is told in all its chats, and to the unit's admins: nothing is changed quietly."""

from collections.abc import Callable

from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people.offices import with_office
from storage import accounts, chats
from storage.accounts import Account
from storage.database import Db

CHANGED, NEWS = "account_changed", "account_news"
Fields = Callable[[Wording], dict[str, object]]


def nothing_more(_wording: Wording) -> dict[str, object]:
    return {}


def tell(
    db: Db,
    deployment: Deployment,
    account: Account,
    by: Account | None,
    key: str,
    fields: Fields = nothing_more,
    *,
    admins: bool = True,
) -> None:
    """Says it by `notice.account_changed.<key>` in each chat, and by `notice.account_news.<key>` to the admins.

    `account` as it stood before. `fields` words what the sentences name besides who did it; `by` None: from the
    command line.
    """

    def telling(wording: Wording, kind: str) -> Outgoing:
        who = done_by(db, wording, by)
        named = {"who": who, "Who": capital(who), "name": account.name, **fields(wording)}
        return Outgoing(wording.text(f"notice.{kind}.{key}", **named))

    wording = Wording.to(deployment.texts, account)
    _tell_all_chats(db, deployment, account, notices.covered(telling(wording, CHANGED), wording, account.roles))
    told_already = {account.id, by.id if by else 0}
    in_charge = accounts.with_role(db, account.unit, "admin") if admins else []
    others = [admin for admin in in_charge if admin.id not in told_already]
    notices.tell_each(db, deployment, others, NEWS, lambda _: lambda words: telling(words, NEWS), subject_id=account.id)


def _tell_all_chats(db: Db, deployment: Deployment, account: Account, out: Outgoing) -> None:
    open_chats = [chat for chat in chats.of_account(db, account.id) if chat.state == "active"]
    for chat in open_chats:
        notices.put(db, deployment, chat, out, CHANGED, subject_id=account.id)
    if not open_chats:
        notices.without_chats(db, deployment, [account], CHANGED, subject_id=account.id)


def done_by(db: Db, wording: Wording, by: Account | None) -> str:
    """Names who did it, «anh Hùng (Công an xã)», or whoever runs the service, at the command line."""
    return with_office(db, wording, by) if by else wording.text("account.by_command")
