"""A person's own loan: where it stands, who has it and by when, what comes next; the way back, and the way out."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.loans import shown
from handlers.loans.loan_check import PERSON
from handlers.notify import loan_turns
from handlers.people import record
from rules.loan_cases import may_withdraw
from storage import access_to_loans, loan_cases
from storage.loan_cases import LoanCase


def last_of(scope: Scope) -> LoanCase | None:
    """Finds the sender's open case, or the last one that has ended."""
    person = record.person_of(scope)
    cases = loan_cases.of_person(scope.db, person.id) if person else []
    return next((case for case in cases if case.ended_at is None), cases[-1] if cases else None)


def mine(scope: Scope, _argument: str = "") -> Reply:
    case = last_of(scope)
    if case is None:
        begin = scope.button("loan_wish.button", "do:loan_wish")
        check = scope.button("person.menu.loan", "do:loan")
        return Said("loan_mine.none", buttons=(begin, check, scope.human_button(), scope.menu_button()))
    lines = [scope.text("loan_mine.title", number=case.code), shown.stands(scope, case), *_turn(scope, case)]
    lines += shown.reason_lines(scope, case)
    lines += shown.payment_lines(scope, case)
    return Outgoing("\n".join(lines), (*_deeds(scope, case), scope.menu_button()))


def _turn(scope: Scope, case: LoanCase) -> list[str]:
    """Says who has it and by when, and what comes after that; nothing of what has ended."""
    if case.ended_at is not None:
        return []
    who = shown.owners_named(scope, case)
    next_step = scope.text(f"loan.next.{case.state}")
    return [scope.text("loan_mine.turn", who=who, due=scope.day(case.due_on)), next_step]


def _deeds(scope: Scope, case: LoanCase) -> tuple[Button, ...]:
    deeds: list[Button] = []
    if case.state == "to_mend":
        deeds.append(scope.button("loan_mine.mend", "do:loan_wish"))
    if case.state == "repaying":
        deeds += [
            scope.button("loan_mine.paid", f"do:loan_paid_own:{case.paid}"),
            scope.button("loan_mine.table", "do:loan_table"),
            scope.button("loan_mine.trouble", "do:loan_trouble"),
        ]
    if case.state in ("refused", "withdrawn", "ended"):
        deeds += [
            scope.button("loan_mine.again", "do:loan_wish"),
            scope.button("loan_check.button.other", "do:loan_other"),
        ]
    if case.state == "refused":
        deeds.append(scope.button("loan_mine.object", "do:complain"))
    if may_withdraw(case.state):
        deeds.append(scope.button("loan_mine.withdraw", "do:loan_withdraw"))
    return (*deeds, scope.human_button())


def withdraw(scope: Scope, argument: str) -> Reply:
    """Takes the wish back, after one question; whoever had it hears of it without a reason."""
    case = last_of(scope)
    if case is None or not may_withdraw(case.state):
        return mine(scope)
    if argument != case.code:
        sure = scope.button("loan_mine.withdraw_yes", f"do:loan_withdraw:{case.code}")
        keep = scope.button("loan_mine.keep", "do:loan_mine")
        return Said("loan_mine.withdraw_ask", {"number": case.code}, (sure, keep, scope.menu_button()))
    owners = [owner for owner in access_to_loans.owners(scope.db, case)[1] if owner.id != scope.account.id]
    ended = loan_turns.step(scope.db, scope.deployment, case, "withdrawn", by=scope.account.id)
    if ended is None:
        return mine(scope)
    loan_turns.tell_ended(scope.db, scope.deployment, ended, owners, "withdrawn")
    again = scope.button("loan_mine.again", "do:loan_wish")
    return Said("loan_mine.withdrawn", {"number": case.code}, (again, scope.menu_button()))


COMMANDS = (
    Command(
        "loan_mine",
        mine,
        may=PERSON,
        words=("/hosovay", "ho so vay", "khoan vay cua toi", "vay den dau roi", "vay toi dau roi", "my loan"),
    ),
    Command("loan_withdraw", withdraw, may=PERSON),
)
