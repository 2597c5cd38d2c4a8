"""A loan's turn: whoever is to act hears of it, is reminded, and takes it over where the one before has gone."""

from datetime import date, timedelta
from typing import Any

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.notify.withdrawal import withdraw
from rules.deadlines import MORNING, next_working_day
from rules.loan_cases import OF_LENDERS, REMIND_BEFORE, WITH_MONEY, asked_whether_paid, due_on, is_open, list_month
from rules.loans import list_by
from rules.local_time import at
from storage import access_to_loans, due, loan_cases, persons
from storage.accounts import Account
from storage.database import Db
from storage.due import Planned
from storage.loan_cases import LoanCase
from storage.persons import Person

TURN, LIST, NEWS = "loan_turn", "loan_list", "loan_news"
PAYMENTS = ("loan_pay_soon", "loan_pay_tomorrow")


def step(db: Db, deployment: Deployment, case: LoanCase, state: str, *, by: int | None, **more: Any) -> LoanCase | None:
    """Takes a step and plans what follows; None where somebody has taken one since the case was read.

    `more`: as `loan_cases.move` takes it. Nobody is told: that is `tell_turn` and `tell_person`.
    """
    if not loan_cases.move(
        db, case, state, _due_on(db, deployment, case, state, more.get("paid", case.paid)), by, **more
    ):
        return None
    moved = loan_cases.get(db, case.id)
    assert moved is not None
    plan(db, deployment, moved)
    return moved


def list_month_now(db: Db, deployment: Deployment) -> str:
    """Names the month of the list that is sent next, «2026-12»."""
    return list_month(db.today, deployment.loans_on(db.today))


def day_of(db: Db, deployment: Deployment, state: str) -> date:
    """Finds the day by which a step that begins today is to be taken."""
    steps = deployment.tables.loan_steps_on(db.today)
    return due_on(state, db.today, deployment.loans_on(db.today), steps, deployment.free_days)


def _due_on(db: Db, deployment: Deployment, case: LoanCase, state: str, paid: int) -> date:
    if not is_open(state):
        return db.today
    payments = case.payments
    payment = payments[paid].due_on if state == "repaying" and paid < len(payments) else None
    return asked_whether_paid(payment, deployment.free_days) if payment else day_of(db, deployment, state)


def plan(db: Db, deployment: Deployment, case: LoanCase) -> None:
    """Plans the reminders of what a case waits for now, and takes back those of before."""
    withdraw(db, "loan", case.id, "next step")
    if not is_open(case.state):
        return
    wanted = [Planned(TURN, case.id, _period(case, case.due_on), at(case.due_on, MORNING), case.unit)]
    if case.state == "to_list":
        wanted.append(_list_drafted(db, deployment, case.unit))
    due.plan_many(db, [*wanted, *_payment_reminders(db, case)], again=True)


def _period(case: LoanCase, day: date) -> str:
    return f"{case.state}.{case.paid}.{day:%y%m%d}"


def _list_drafted(db: Db, deployment: Deployment, unit: str) -> Planned:
    """Plans that officers hear of the month's list: once for each commune and month."""
    sent_on = list_by(db.today, deployment.loans_on(db.today))
    first = next_working_day(sent_on.replace(day=1), deployment.free_days)
    return Planned(LIST, int(unit), f"{sent_on:%Y-%m}", max(at(first, MORNING), db.now), unit)


def _payment_reminders(db: Db, case: LoanCase) -> list[Planned]:
    payment, person = case.next_payment, persons.get(db, case.person_id)
    if payment is None or payment.due_on is None or person is None or person.account_id is None:
        return []
    days = [
        (kind, payment.due_on - timedelta(days=before)) for kind, before in zip(PAYMENTS, REMIND_BEFORE, strict=True)
    ]
    return [
        Planned(kind, case.id, f"{case.paid}.{payment.due_on:%y%m%d}", at(day, MORNING), case.unit, person.account_id)
        for kind, day in days
        if day > db.today
    ]


def plan_nudge(db: Db, case: LoanCase, day: date) -> None:
    """Plans that whoever is late is reminded again."""
    due.plan_many(db, [Planned(TURN, case.id, _period(case, day), at(day, MORNING), case.unit)], again=True)


def tell_turn(db: Db, deployment: Deployment, case: LoanCase, *, readers: list[Account] | None = None) -> int:
    """Tells whoever's turn it is, or these `readers`; says how many get something to read."""
    agency, owners = access_to_loans.owners(db, case)
    to_mend = agency == "person" and readers is None
    late = "_late" if case.due_on < db.today else ""

    def telling(wording: Wording) -> Outgoing:
        key = "notice.loan_turn.mend" if to_mend else f"notice.loan_turn.due{late}"
        text = wording.text(key, number=case.code, day=wording.day(case.due_on, db.today))
        what = wording.text(f"loan.turn.{case.state}")
        press = "do:loan_mine" if to_mend else f"do:loan_case:{case.number}"
        return Outgoing(f"{text}\n\n{what}", (_see(wording, press, case),))

    told = owners if readers is None else readers
    return notices.tell_each(db, deployment, told, TURN, lambda _: telling, subject_id=case.id)


def _see(wording: Wording, press: str, case: LoanCase) -> Button:
    typed = "loan.typed.mine" if press == "do:loan_mine" else "loan.typed.case"
    return Button(wording.text("loan.see"), press, "command", wording.text(typed, number=case.code))


def tell_person(db: Db, deployment: Deployment, case: LoanCase) -> bool:
    """Tells the person how it stands now; what it is about comes after words that any phone may show."""
    person = persons.get(db, case.person_id)
    if person is None or person.account_id is None:
        return False

    def telling(wording: Wording) -> Outgoing:
        stands = wording.text(f"loan.stands.{case.state}", number=case.code)
        return Outgoing(f"{wording.text('notice.loan_news')}\n\n{stands}", (_see(wording, "do:loan_mine", case),))

    return notices.tell(db, deployment, person.account_id, NEWS, telling, subject_id=case.id)


def tell_says_paid(db: Db, deployment: Deployment, case: LoanCase) -> None:
    """Tells whoever notes the payments that the person says to have paid."""

    def telling(wording: Wording) -> Outgoing:
        text = wording.text("notice.loan_news.says_paid", number=case.code, part=case.paid + 1)
        return Outgoing(text, (_see(wording, f"do:loan_case:{case.number}", case),))

    owners = access_to_loans.owners(db, case)[1]
    notices.tell_each(db, deployment, owners, NEWS, lambda _: telling, subject_id=case.id)


def arrives(db: Db, deployment: Deployment, person: Person, by: int | None) -> None:
    """Lets the new commune's officers hear of the open case of somebody who has moved there."""
    case = loan_cases.open_of(db, person.id)
    if case is None:
        return
    moved = step(db, deployment, case, case.state, by=by)
    if moved is not None:
        tell_turn(db, deployment, moved)


def ends_with(db: Db, deployment: Deployment, person: Person, by: int | None) -> None:
    """Ends the case of somebody who leaves the commune's care; whoever had it hears that it goes on without us."""
    case = loan_cases.open_of(db, person.id)
    if case is None:
        return
    readers = [reader for reader in access_to_loans.owners(db, case)[1] if reader.id != person.account_id]
    ended = step(db, deployment, case, "ended", by=by)
    if ended is not None:
        tell_ended(db, deployment, ended, readers, "ended_with_money" if case.state in WITH_MONEY else "ended")


def tell_ended(db: Db, deployment: Deployment, case: LoanCase, readers: list[Account], how: str) -> None:
    """Tells whoever had the case that there is nothing more to do for it here; never why."""

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text(f"notice.loan_news.{how}", number=case.code))

    notices.tell_each(db, deployment, readers, NEWS, lambda _: telling, subject_id=case.id)


def lender_leaves(db: Db, deployment: Deployment, partner: Account) -> int:
    """Tells officers of the loans that nobody else of the lender takes on when `partner` leaves; says how many."""
    if access_to_loans.agency_of(db, partner) not in access_to_loans.LENDERS:
        return 0
    cases = loan_cases.in_states(db, partner.unit, OF_LENDERS)
    turns = access_to_loans.Turns.of(db, partner.unit, cases)
    left = [case for case in cases if case.shared and turns.owners(case)[0] == "police"]
    for case in left:
        tell_turn(db, deployment, case)
    return len(left)


def no_longer_shared(db: Db, deployment: Deployment, person: Person) -> None:
    """Takes a case away from the group and the bank, when the person no longer agrees; officers go on with it."""
    case = loan_cases.open_of(db, person.id)
    if case is None or not case.shared:
        return
    loan_cases.share(db, case, False)
    plan(db, deployment, case)
    tell_turn(db, deployment, loan_cases.get(db, case.id) or case)
