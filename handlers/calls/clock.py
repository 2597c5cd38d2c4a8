"""Who asked to be called hears from somebody: officers are told when nobody has rung in time, until somebody has."""

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import Wish
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.notify.officers import plan_call
from rules import calls
from storage import accounts
from storage.accounts import Account
from storage.database import Db
from storage.due import Due
from storage.outbox import call_list


def work_off(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells those on duty of each call that is late, and sets the clock of the next working day."""
    waiting = accounts.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        account = waiting.get(row.subject_id)
        if account is None or call_list.waits_since(db, account.id, calls.REASON) is None:
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            _tell(db, deployment, account)
            plan_call(db, account, deployment.free_days)


def _tell(db: Db, deployment: Deployment, account: Account) -> None:
    def telling(wording: Wording) -> Outgoing:
        typed = wording.text("calls.typed")
        button = Button(wording.text("calls.button.list"), "do:calls", "command", typed)
        return Outgoing(wording.text("notice.call_wanted", Who=capital(wording.called(account))), (button,))

    on_call = accounts.on_call(db, account.unit)
    notices.tell_each(db, deployment, on_call, calls.WANTED, lambda _: telling, subject_id=account.id)


def wishes(scope: Scope) -> list[Wish]:
    """Gives the call that whoever writes waits for, for «Việc tôi đã nhờ»."""
    since = call_list.waits_since(scope.db, scope.account.id, calls.REASON)
    if since is None:
        return []
    title, stands = scope.text("calls.wish.title"), scope.text("calls.wish.stands")
    by_day = calls.call_by(since, scope.deployment.free_days)
    is_ahead = by_day >= scope.today
    return [Wish("call", title, stands, scope.text("need.owner.officers"), by_day if is_ahead else None)]
