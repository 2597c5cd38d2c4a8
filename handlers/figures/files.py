"""The figures as a picture of the last periods and as a workbook, made after the turn that asked for them."""

from functools import partial

from handlers.documents import figures as layout
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import XLSX, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people.made_files import elsewhere, words_for
from handlers.reports import figures as report
from handlers.reports.figure_table import heads_of, period_name, rows_of
from rules.retention import DAYS
from storage import access, accounts, attachments, units
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db

PICTURE, WORKBOOK = "figures_picture", "figures_workbook"
KINDS = {"picture": PICTURE, "workbook": WORKBOOK}
PNG = "image/png"
PARTS = ("on_time", "late", "overdue")


def ask(scope: Scope, argument: str) -> Reply:
    """Asks for the picture or the workbook of a period."""
    what, _, which = argument.partition(".")
    document = KINDS.get(what, WORKBOOK)
    attachments.ask_for(scope.db, scope.chat, document, account_id=scope.account.id, argument=which)
    return Said(
        "figures.coming", buttons=(scope.button("figures.button.again", f"do:figures:{which}"), scope.menu_button())
    )


def _reader(db: Db, asked: Attachment) -> Account | None:
    reader = accounts.get(db, asked.account_id)
    return reader if access.acts(reader, "officer") else None


def _prepare(document: str, db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    reader = _reader(db, asked)
    if reader is None:
        return None
    wording = Wording.to(deployment.texts, reader)
    unit = units.get(db, reader.unit)
    period = report.shown_period(asked.argument, db.today)
    db.audit(reader.unit, reader.id, "document.made", None, f"{document} {period.kind} {period.first}")
    name = period_name(wording, period)
    title = wording.text("figures.title", period=name, unit=unit.name if unit else "")
    if document == PICTURE:
        told = report.trend(db, reader.unit, period)
        bars = [
            layout.Bar(
                period_name(wording, visits_period),
                part,
                wording.text(f"figures.visits.{part}"),
                getattr(counted, part),
            )
            for visits_period, counted in told
            for part in PARTS
        ]
        return partial(layout.picture, wording.text("figures.picture", unit=unit.name if unit else ""), bars)
    now = report.gather(db, reader.unit, period, db.today)
    before = report.gather(db, reader.unit, period.before, db.today)
    return partial(layout.workbook, title, heads_of(wording, now, before), rows_of(wording, now, before))


def _tell(shows: str, db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    place = address or elsewhere(wording, deployment, wording.text(f"attachment.thing.{shows}"))
    caption = wording.text("figures.caption", days=DAYS["documents"])
    return Outgoing(caption, attachment=asked.id, shows="photo" if shows == "photo" else "file", instead=place)


def tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("figures.failed"))


tell_photo = partial(_tell, "photo")
DOCUMENTS = (
    Document(PICTURE, partial(_prepare, PICTURE), tell_photo, tell_failed, type=PNG),
    Document(WORKBOOK, partial(_prepare, WORKBOOK), partial(_tell, "file"), tell_failed, type=XLSX),
)
COMMANDS = (Command("figures_file", ask, may=("officer",)),)
