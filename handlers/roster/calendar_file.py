"""An officer's own days of the roster as a file for the phone's calendar."""

from functools import partial

from handlers.documents.calendar import Days, write_days
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import CALENDAR, Document, Writing
from handlers.kit.scope import Scope
from handlers.people.made_files import instead, reader_of, words_for
from rules.duty import FARTHEST, runs
from storage import access, attachments, duty_days
from storage.attachments import Attachment
from storage.database import Db

ID = "duty_calendar"
OFFICER = ("officer",)


def ask(scope: Scope, _argument: str) -> Reply:
    """Asks for the file of the next two months, where there is a day in them."""
    if not duty_days.days_of(scope.db, scope.account.id, scope.today, scope.today + FARTHEST):
        week = scope.button("roster.button.week", "do:roster")
        return Said("duty_calendar.none", buttons=(week, scope.menu_button()))
    attachments.ask_for(scope.db, scope.chat, ID, account_id=scope.account.id)
    return Said("duty_calendar.coming", buttons=(scope.menu_button(),))


def prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    """Writes who may see it as it stands now, and no more than a lock screen may show."""
    reader = reader_of(db, asked)
    if not access.acts(reader, *OFFICER):
        return None
    days = runs(duty_days.days_of(db, reader.id, db.today, db.today + FARTHEST))
    title = words_for(db, deployment, asked).text("duty_calendar.title")
    return partial(write_days, [Days(f"{reader.id}-{first}", first, last) for first, last in days], title, db.now)


def tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    link = instead(wording, deployment, "duty_calendar.link", address)
    return Outgoing(wording.text("duty_calendar.caption"), attachment=asked.id, shows="file", instead=link)


def tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("duty_calendar.failed"))


DUTY_CALENDAR = Document(ID, prepare, tell, tell_failed, CALENDAR)
COMMANDS = (Command(ID, ask, may=OFFICER, words=("lich truc vao may", "duty calendar")),)
