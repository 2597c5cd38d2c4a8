"""What a loan costs each month: short in the chat, part by part as a workbook."""

from functools import partial

from handlers.documents.sheet import Sheet, Value, as_workbook
from handlers.kit import Answers, Button, Choice, Form, Outgoing, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.deployment import Deployment
from handlers.kit.document import XLSX, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.loans.deeds import PAUSES
from handlers.loans.loan_check import standing
from handlers.loans.questions import LoanAmount, Months
from handlers.people import record
from handlers.people.made_files import instead, reader_of, words_for
from handlers.people.targets import not_here
from rules.repayment import Part, parts, total_interest
from rules.retention import DAYS
from storage import access, attachments, loan_cases
from storage.access import NotAllowed
from storage.attachments import Attachment
from storage.database import Db

MAY = ("person", "officer", "partner")
FILE = "loan_table_xlsx"
OF_CASE = "case"
COLUMNS = ("number", "due_on", "principal", "interest", "total", "left")
LONGEST_FIGURE, MOST_MONTHS = 11, 600


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
    return Said(key, fields, (*_file_button(scope, f"{amount}.{months}.{every}"), again, scope.menu_button()))


def _file_button(scope: Scope, argument: str) -> tuple[Button, ...]:
    """Offers the workbook to a person: it is a document about themself."""
    if record.person_of(scope) is None:
        return ()
    return (scope.button("loan_calculator.file", f"do:loan_table_file:{argument}"),)


def ask_for_file(scope: Scope, argument: str) -> Reply:
    """Asks for the table of `<amount>.<months>.<every>`, or of the sender's own loan, `case`."""
    person = record.person_of(scope)
    if person is None or not (argument == OF_CASE or _figures(argument)):
        return not_here(scope)
    attachments.ask_for(scope.db, scope.chat, FILE, account_id=scope.account.id, person_id=person.id, argument=argument)
    return Said("loan_calculator.coming", buttons=(scope.menu_button(),))


def _figures(argument: str) -> tuple[int, int, int] | None:
    figures = argument.split(".")
    if len(figures) != 3 or not all(figure.isdecimal() and 0 < len(figure) < LONGEST_FIGURE for figure in figures):
        return None
    amount, months, every = map(int, figures)
    return (amount, months, every) if min(amount, months, every) > 0 and months <= MOST_MONTHS else None


def _prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    try:
        person = access.look_for_document(db, reader_of(db, asked), asked.person_id or 0, FILE, ("self",))
    except NotAllowed:
        return None
    if asked.argument == OF_CASE:
        case = loan_cases.open_of(db, person.id)
        payments: tuple[Part, ...] = case.payments if case else ()
    else:
        figures = _figures(asked.argument)
        rate = deployment.loans_on(db.today).yearly_rate
        payments = parts(figures[0], figures[1], rate, every=figures[2]) if figures else ()
    if not payments:
        return None
    wording = words_for(db, deployment, asked)
    headings = [wording.text(f"loan_table.column.{column}") for column in COLUMNS]
    return partial(
        as_workbook, Sheet(wording.text("loan_table.sheet"), headings, [_row(wording, one) for one in payments])
    )


def _row(wording: Wording, part: Part) -> list[Value]:
    due_on = wording.date_on_paper(part.due_on) if part.due_on else ""
    interest: Value = "" if part.interest is None else part.interest
    return [part.number, due_on, part.principal, interest, part.total, part.left]


def _tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    link = instead(wording, deployment, "loan_table.link", address)
    caption = wording.text("loan_table.caption", days=DAYS["documents"])
    return Outgoing(caption, attachment=asked.id, shows="file", instead=link)


def _tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("loan_table.failed"))


loan_calculator = Form(
    "loan_calculator",
    LoanAmount("amount", _most),
    Months("months", _longest),
    Choice("every", PAUSES, labels="loan_terms.every"),
    submit=work_out,
    may=MAY,
    review=False,
)
DOCUMENTS = (Document(FILE, _prepare, _tell, _tell_failed, XLSX),)
COMMANDS = (
    Command(
        "loan_calculator",
        lambda _scope, _argument: Start("loan_calculator"),
        may=MAY,
        words=("/tinhvay", "tinh tien vay", "tinh tien tra", "tinh lai vay", "loan calculator"),
    ),
    Command("loan_table_file", ask_for_file, may=("person",)),
)
