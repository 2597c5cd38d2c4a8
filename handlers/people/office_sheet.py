"""The list of a form of the office as Excel: the same facts as its Word file, asked for beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from handlers.documents.sheet import Sheet, Value, as_workbook
from handlers.documents.word import Facts
from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.document import XLSX, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.people.office_document import Gather, announce
from rules.document_forms import BY_ID
from storage import access, accounts, attachments
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db

# columns that Excel sorts as numbers
NUMBERS = ("stt", "nam_sinh")


def _cell(column: str, said: str) -> Value:
    return int(said) if column in NUMBERS and said.isdecimal() else said


@dataclass(frozen=True, slots=True)
class OfficeSheet:
    """A list of the whole commune, for its officers. `rows`: the form's field that is the list; `title` names it."""

    form: str
    rows: str
    gather: Gather
    title: Callable[[Wording, Facts], str]

    @property
    def document(self) -> Document:
        """Gives it for `documents=` of a matter."""
        return Document(self._id, self._prepare, self._tell, self._tell_failed, XLSX)

    @property
    def _id(self) -> str:
        return f"{self.form}_xlsx"

    def ask(self, scope: Scope, argument: str) -> None:
        """Asks for the file to be made after the turn; `argument` says of which month, quarter or number."""
        attachments.ask_for(scope.db, scope.chat, self._id, account_id=scope.account.id, argument=argument)

    def _prepare(self, db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
        officer = accounts.get(db, asked.account_id)
        if officer is None or not access.acts(officer, "officer"):
            return None
        return self.writing(db, deployment, officer, asked.argument)

    def writing(self, db: Db, deployment: Deployment, officer: Account, argument: str) -> Writing | None:
        """Gives what writes the list of this argument for an officer; None where there is none."""
        wording = Wording(deployment.texts, "vi", officer)
        facts = self.gather(Viewer(db, wording, "officer"), None, argument)
        if facts is None:
            return None
        listed = facts[self.rows]
        assert not isinstance(listed, str)
        columns = BY_ID[self.form].by_name[self.rows].rows
        headings = [wording.text(f"document.field.{self.rows}.{column}") for column in columns]
        body = [[_cell(column, row[column]) for column in columns] for row in listed]
        return partial(as_workbook, Sheet(self.title(wording, facts), headings, body))

    def _tell(self, db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
        return announce(db, deployment, asked, address, self._named(db, deployment, asked))

    def _tell_failed(self, db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
        wording = Wording(deployment.texts, "vi", accounts.get(db, asked.account_id))
        return Outgoing(wording.text("document.office.failed", title=self._named(db, deployment, asked)))

    def _named(self, db: Db, deployment: Deployment, asked: Attachment) -> str:
        wording = Wording(deployment.texts, "vi", accounts.get(db, asked.account_id))
        return wording.text(f"document.form.{self.form}")
