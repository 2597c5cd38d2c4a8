"""The payments of a loan as a workbook and as a picture, made after the turn that asked for them."""

from functools import partial

from handlers.documents import figures as layout
from handlers.documents.figures import Bar
from handlers.documents.sheet import Sheet, Value, as_workbook
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import XLSX, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people import record
from handlers.people.made_files import elsewhere, instead, reader_of, words_for
from handlers.people.targets import not_here
from rules.repayment import Part, parts, totals
from rules.retention import DAYS
from storage import access, attachments, loan_cases
from storage.access import NotAllowed
from storage.attachments import Attachment
from storage.database import Db

TABLE, PICTURE = "loan_table_xlsx", "loan_picture"
PNG = "image/png"
OF_CASE = "case"
COLUMNS = ("number", "due_on", "principal", "interest", "total", "left")
LONGEST_FIGURE, MOST_MONTHS = 11, 600
MOST_BARS = 12
THOUSAND = 1000


def buttons(scope: Scope, argument: str) -> tuple[Button, ...]:
    """Offers the table and the picture of `<amount>.<months>.<every>`, or of one's own loan, `case`."""
    return (
        scope.button("loan_calculator.file", f"do:loan_table_file:{argument}"),
        scope.button("loan_calculator.picture", f"do:loan_picture:{argument}"),
    )


def ask_for_table(scope: Scope, argument: str) -> Reply:
    return _ask(scope, TABLE, argument)


def ask_for_picture(scope: Scope, argument: str) -> Reply:
    return _ask(scope, PICTURE, argument)


def _ask(scope: Scope, document: str, argument: str) -> Reply:
    person = record.person_of(scope)
    if person is None or not (argument == OF_CASE or _figures(argument)):
        return not_here(scope)
    asking = {"account_id": scope.account.id, "person_id": person.id}
    attachments.ask_for(scope.db, scope.chat, document, argument=argument, **asking)
    return Said("loan_calculator.coming", buttons=(scope.menu_button(),))


def _figures(argument: str) -> tuple[int, int, int] | None:
    figures = argument.split(".")
    if len(figures) != 3 or not all(figure.isdecimal() and 0 < len(figure) < LONGEST_FIGURE for figure in figures):
        return None
    amount, months, every = map(int, figures)
    return (amount, months, every) if min(amount, months, every) > 0 and months <= MOST_MONTHS else None


def _prepare(document: str, db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    payments = _payments(db, deployment, asked)
    if not payments:
        return None
    wording = words_for(db, deployment, asked)
    if document == PICTURE:
        return partial(layout.picture, wording.text("loan_table.picture"), _bars(wording, payments))
    headings = [wording.text(f"loan_table.column.{column}") for column in COLUMNS]
    rows = [_row(wording, payment) for payment in payments]
    return partial(as_workbook, Sheet(wording.text("loan_table.sheet"), headings, rows))


def _payments(db: Db, deployment: Deployment, asked: Attachment) -> tuple[Part, ...]:
    """Works out what was asked for; nothing for whoever may not have it any more."""
    try:
        person = access.look_for_document(db, reader_of(db, asked), asked.person_id or 0, asked.document, ("self",))
    except NotAllowed:
        return ()
    if asked.argument == OF_CASE:
        case = loan_cases.open_of(db, person.id)
        return case.payments if case else ()
    figures = _figures(asked.argument)
    rate = deployment.loans_on(db.today).yearly_rate
    return parts(figures[0], figures[1], rate, every=figures[2]) if figures else ()


def _row(wording: Wording, part: Part) -> list[Value]:
    due_on = wording.date_on_paper(part.due_on) if part.due_on else ""
    interest: Value = "" if part.interest is None else part.interest
    return [part.number, due_on, part.principal, interest, part.total, part.left]


def _bars(wording: Wording, payments: tuple[Part, ...]) -> list[Bar]:
    """Makes a bar a payment, or of so many together that there is room for their numbers; in thousands of đồng."""
    bars = []
    for number, principal, interest in totals(payments, MOST_BARS):
        bars.append(Bar(number, "principal", wording.text("loan_table.part.principal"), principal // THOUSAND))
        if interest:
            bars.append(Bar(number, "interest", wording.text("loan_table.part.interest"), interest // THOUSAND))
    return bars


def _tell(shows: str, db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    caption = wording.text("loan_table.caption", days=DAYS["documents"])
    if shows == "photo":
        place = address or elsewhere(wording, deployment, wording.text("attachment.thing.photo"))
        return Outgoing(caption, attachment=asked.id, shows="photo", instead=place)
    link = instead(wording, deployment, "loan_table.link", address)
    return Outgoing(caption, attachment=asked.id, shows="file", instead=link)


def _tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("loan_table.failed"))


DOCUMENTS = (
    Document(TABLE, partial(_prepare, TABLE), partial(_tell, "file"), _tell_failed, XLSX),
    Document(PICTURE, partial(_prepare, PICTURE), partial(_tell, "photo"), _tell_failed, PNG),
)
COMMANDS = (
    Command("loan_table_file", ask_for_table, may=("person",)),
    Command("loan_picture", ask_for_picture, may=("person",)),
)
