"""What a loan costs each month: short in the chat, part by part as a workbook."""

from handlers.kit import Answers, Button, Choice, Form, Said
from handlers.kit.commands import Command, Start
from handlers.kit.scope import Scope
from handlers.loans import payment_files
from handlers.loans.deeds import PAUSES
from handlers.loans.loan_check import standing
from handlers.loans.questions import LoanAmount, Months
from handlers.people import record
from rules.repayment import parts, total_interest

MAY = ("person", "officer", "partner")


def _most(_answers: Answers, scope: Scope) -> int:
    table = scope.deployment.loans_on(scope.today)
    return table.business_most if "partner" not in scope.account.roles else table.enterprise_most


def _longest(_answers: Answers, scope: Scope) -> int:
    return scope.deployment.loans_on(scope.today).business_months


def work_out(answers: Answers, scope: Scope) -> Said:
    """Says the first and the last payment; interest only once the bank has confirmed the rate."""
    amount, months, every = answers["amount"], int(answers["months"]), int(answers["every"])
    table = scope.deployment.loans_on(scope.today)
    payments = parts(amount, months, table.yearly_rate, every=every)
    interest = total_interest(payments)
    fields = {
        "amount": scope.money(amount),
        "months": months,
        "count": len(payments),
        "every": scope.text(f"loan_calculator.every.{every}"),
        "first": scope.money(payments[0].principal),
        "last": scope.money(payments[-1].principal),
        "first_interest": scope.money(payments[0].interest or 0),
        "interest": scope.money(interest or 0),
        "standing": standing(scope, table),
    }
    key = "loan_calculator.done" if interest is None else "loan_calculator.done_with_interest"
    again = scope.button("loan_calculator.again", "go:loan_calculator")
    return Said(key, fields, (*_file_buttons(scope, f"{amount}.{months}.{every}"), again, scope.menu_button()))


def _file_buttons(scope: Scope, argument: str) -> tuple[Button, ...]:
    """Offers table and picture to a person: they are documents about themself."""
    return () if record.person_of(scope) is None else payment_files.buttons(scope, argument)


loan_calculator = Form(
    "loan_calculator",
    LoanAmount("amount", _most),
    Months("months", _longest),
    Choice("every", PAUSES, labels="loan_terms.every"),
    submit=work_out,
    may=MAY,
    review=False,
)
COMMANDS = (
    Command(
        "loan_calculator",
        lambda _scope, _argument: Start("loan_calculator"),
        may=MAY,
        words=("/tinhvay", "tinh tien vay", "tinh tien tra", "tinh lai vay", "loan calculator"),
    ),
)
