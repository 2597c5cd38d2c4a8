"""Reminders of loans that fall due: whose turn it is, the month's list, and payments, these without a figure."""

from collections.abc import Callable

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import loan_turns, notices
from handlers.notify.loan_turns import LIST
from rules.loan_cases import is_open, next_nudge
from storage import access_to_loans, accounts, loan_cases, persons
from storage.database import Db
from storage.due import Due
from storage.loan_cases import LoanCase

Work = Callable[[Db, Deployment, Due, LoanCase], None]


def _work_through(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch, work: Work) -> None:
    cases = loan_cases.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        case = cases.get(row.subject_id)
        if case is None or not is_open(case.state):
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            work(db, deployment, row, case)


def nudge(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Reminds whoever's turn it is; who is late is reminded again every few days, and officers hear of it."""
    _work_through(db, deployment, due_rows, batch, _nudge)


def _nudge(db: Db, deployment: Deployment, _row: Due, case: LoanCase) -> None:
    loan_turns.tell_turn(db, deployment, case)
    if case.due_on < db.today:
        owners = {account.id for account in access_to_loans.owners(db, case)[1]}
        others = [officer for officer in accounts.on_call(db, case.unit) if officer.id not in owners]
        loan_turns.tell_turn(db, deployment, case, readers=others)
    steps = deployment.tables.loan_steps_on(db.today)
    loan_turns.plan_nudge(db, case, next_nudge(db.today, steps, deployment.free_days))


def tell_list(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells officers that the month's list is drafted."""
    for row in due_rows:
        waiting = loan_cases.in_states(db, row.unit, ("to_list",))
        if not waiting:
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            _tell_list(db, deployment, row, len(waiting))


def _tell_list(db: Db, deployment: Deployment, row: Due, count: int) -> None:
    year, _, month = row.period.partition("-")

    def telling(wording: Wording) -> Outgoing:
        text = wording.text("notice.loan_list", month=int(month), year=year, count=count)
        return Outgoing(
            text,
            (Button(wording.text("loan_list.button"), "do:loan_list", "command", wording.text("loan_list.typed")),),
        )

    notices.tell_each(db, deployment, accounts.on_call(db, row.unit), LIST, lambda _: telling)


def remind_of_payment(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Reminds the person five days and one day before a payment; the sum stands behind the button."""
    _work_through(db, deployment, due_rows, batch, _remind)


def _remind(db: Db, deployment: Deployment, row: Due, case: LoanCase) -> None:
    person, payment = persons.get(db, case.person_id), case.next_payment
    if person is None or person.account_id is None or payment is None or payment.due_on is None:
        return
    if person.status != "managed":
        return
    day = payment.due_on

    def telling(wording: Wording) -> Outgoing:
        see = Button(wording.text("loan.see"), "do:loan_mine", "command", wording.text("loan.typed.mine"))
        hard = Button(
            wording.text("loan_mine.trouble"), "do:loan_trouble", "command", wording.text("loan.typed.trouble")
        )
        return Outgoing(wording.text("notice.loan_pay", day=wording.day(day, db.today)), (see, hard))

    notices.tell(db, deployment, person.account_id, row.kind, telling, subject_id=case.id)
