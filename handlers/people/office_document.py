"""A form of the office, asked for in a turn and made after it: as Word to sign, by the office's template, and as PDF.

A matter makes an `OfficeDocument` of a form of rules/document_forms.py and of a `gather` of handlers/reports, lists its
`documents` in its MATTER, and offers its `button` or answers with its `ask`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from handlers.documents import office_form, plain_template, word
from handlers.documents.word import Facts
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.deployment import Deployment
from handlers.kit.document import DOCX, PDF, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.people.made_files import instead, reader_of
from handlers.people.offices import office_of
from handlers.people.targets import not_here, person_in
from handlers.reports.form_person import person_facts
from rules.document_forms import BY_ID, PERSON
from rules.retention import DAYS
from rules.standing import Standing
from storage import access, attachments, document_templates, persons, units
from storage.access import NotAllowed
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db
from storage.persons import Person

# reads what the form says besides its head and who it is about; None: there is no such document for this reader.
# The person is None where the form is about a whole commune; the argument says of which quarter, month or record.
Gather = Callable[[Viewer, Person | None, str], Facts | None]
KINDS = {"docx": DOCX, "pdf": PDF}


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    """A form with what it says. `standings`: for whom it is made, where it is about somebody; else for officers."""

    form: str
    gather: Gather
    standings: tuple[Standing, ...] = ("officer",)

    @property
    def documents(self) -> tuple[Document, Document]:
        """Gives it as Word and as PDF, for `documents=` of a matter."""
        word_file, pdf = (
            Document(f"{self.form}_{ending}", partial(self._prepare, ending), self._tell, self._tell_failed, kind)
            for ending, kind in KINDS.items()
        )
        return word_file, pdf

    def button(self, scope: Scope, person: Person | None, argument: str = "") -> Button:
        """Makes «Bản Word, PDF», which asks for both files."""
        return scope.button(
            "document.office.button", f"do:office_document:{self.form}.{person.id if person else 0}.{argument}"
        )

    def _prepare(self, ending: str, db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
        reader = reader_of(db, asked)
        person = self._person(db, reader, asked)
        if person is None and (asked.person_id or not access.acts(reader, "officer")):
            return None
        [papers] = self.papers(db, deployment, reader, [(person, asked.argument)], (ending,))
        return papers[ending] if papers else None

    def papers(
        self,
        db: Db,
        deployment: Deployment,
        reader: Account,
        wanted: Iterable[tuple[Person | None, str]],
        endings: Collection[str] = tuple(KINDS),
    ) -> Iterator[Mapping[str, Writing] | None]:
        """Gives by ending what writes the form about each of several, with its argument; None where there is none.

        Whether the reader may have them is asked before.
        """
        form, wording = BY_ID[self.form], _on_paper(deployment, reader)
        head = _head(db, wording, reader)
        template = document_templates.in_use(db, reader.unit, form.id) if "docx" in endings else None
        for person, argument in wanted:
            viewer = Viewer.of(db, wording, person) if person else Viewer(db, wording, "officer")
            facts = self.gather(viewer, person, argument)
            if facts is None:
                yield None
                continue
            about = person_facts(db, wording, person) if person and PERSON[0] in form.fields else {}
            whole = {**head, **about, **facts}
            writings: dict[str, Writing] = {
                "docx": partial(word.fill, template or plain_template.of(form, wording), form, whole),
                "pdf": partial(office_form.render, form, whole, wording, db.now),
            }
            yield {ending: writings[ending] for ending in endings}

    def _person(self, db: Db, reader: Account, asked: Attachment) -> Person | None:
        if asked.person_id is None:
            return None
        try:
            return access.look_for_document(db, reader, asked.person_id, f"{self.form} {asked.id}", self.standings)
        except NotAllowed:
            return None

    def _tell(self, db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
        return announce(db, deployment, asked, address, self._title(db, deployment, asked))

    def _tell_failed(self, db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
        wording = Wording.to(deployment.texts, reader_of(db, asked))
        return Outgoing(wording.text("document.office.failed", title=self._title(db, deployment, asked)))

    def _title(self, db: Db, deployment: Deployment, asked: Attachment) -> str:
        """Names the form and whom it is about: «Báo cáo quý … (anh Nam)»."""
        wording = Wording.to(deployment.texts, reader_of(db, asked))
        person = persons.get(db, asked.person_id)
        title = wording.text(f"document.form.{self.form}")
        return f"{title} ({wording.called(person)})" if person else title


def announce(db: Db, deployment: Deployment, asked: Attachment, address: str, title: str) -> Outgoing:
    """Says that a file is there, and gives the link where the chat cannot show it."""
    wording = Wording.to(deployment.texts, reader_of(db, asked))
    fields = {"title": title, "kind": wording.text(f"document.office.kind.{_ending(asked)}")}
    link = instead(wording, deployment, "document.office.link", address, **fields)
    caption = wording.text("document.office.caption", **fields, days=DAYS["documents"])
    return Outgoing(caption, attachment=asked.id, shows="file", instead=link)


def _ending(asked: Attachment) -> str:
    return asked.document.rpartition("_")[2]


def ask(scope: Scope, form: str, person: Person | None, argument: str = "") -> Reply:
    """Asks for both files of a form to be made after the turn."""
    for ending in KINDS:
        attachments.ask_for(
            scope.db,
            scope.chat,
            f"{form}_{ending}",
            account_id=scope.account.id,
            person_id=person.id if person else None,
            argument=argument,
        )
    return Said(
        "document.office.coming",
        {"title": scope.text(f"document.form.{form}")},
        (scope.menu_button(),),
    )


def ask_by_button(scope: Scope, argument: str) -> Reply:
    """Reads `<form>.<person>.<argument>`; who may have the file is asked again when it is made."""
    form, _, rest = argument.partition(".")
    person_id, _, more = rest.partition(".")
    if f"{form}_docx" not in scope.deployment.registry.documents:
        return not_here(scope)
    if not id_in(person_id):
        return ask(scope, form, None, more) if access.acts(scope.account, "officer") else not_here(scope)
    person = person_in(scope, person_id, form)
    return ask(scope, form, person, more) if person else not_here(scope)


def _on_paper(deployment: Deployment, reader: Account) -> Wording:
    """Papers of the office are Vietnamese, whatever their reader chats in."""
    return Wording(deployment.texts, "vi", reader)


def _head(db: Db, wording: Wording, reader: Account) -> Facts:
    unit = units.get(db, reader.unit)
    office = office_of(db, wording, reader)
    return {
        "co_quan": " – ".join(filter(None, (office, unit.name if unit else ""))),
        "ngay_lap": wording.date_on_paper(db.today),
        "nguoi_lap": reader.name,
    }


COMMANDS = (Command("office_document", ask_by_button, may=("officer", "guardian", "person"), takes_argument=True),)
