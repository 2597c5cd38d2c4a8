"""A template that an officer has sent is checked, tried on an invented person, kept, and sent back to look at."""

from functools import partial

from handlers.documents import plain_template, word
from handlers.documents.examples import example_facts
from handlers.documents.faults import worded
from handlers.documents.word_package import Fault, Unfit
from handlers.kit import Button, Outgoing
from handlers.kit.commands import id_in
from handlers.kit.deployment import Deployment
from handlers.kit.document import DOCX, Document, MadeOf, Writing
from handlers.kit.wording import Wording
from handlers.people.office_document import announce
from rules.document_forms import BY_ID, DocumentForm
from storage import access, accounts, attachments, document_templates
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db

MOST_FAULTS = 5
# what the fetcher writes before a fault of a Word file
REFUSED = "word_"


def _asked_by(db: Db, asked: Attachment) -> Account | None:
    """Finds the officer or admin who asked; None if they may not have it any more."""
    account = accounts.get(db, asked.account_id)
    return account if access.acts(account, "officer", "admin") else None


def _form(asked: Attachment) -> DocumentForm:
    return BY_ID[asked.argument.partition(".")[0]]


def _sent(asked: Attachment) -> int:
    return id_in(asked.argument.partition(".")[2])


def _prepare_trial(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    """Tries the file that was sent, if it is the asker's own."""
    sent = attachments.get(db, _sent(asked))
    if _asked_by(db, asked) is None or sent is None or sent.account_id != asked.account_id:
        return None
    form = _form(asked)
    return partial(try_out, form=form, facts=example_facts(form, Wording(deployment.texts, "vi")))


def try_out(template: bytes, *, form: DocumentForm, facts: word.Facts) -> bytes:
    """Checks a template and fills it with these facts. Raises Unfit."""
    word.check(template, form, facts)
    return word.fill(template, form, facts)


def _keep(db: Db, asked: Attachment, template: bytes) -> None:
    """Keeps what could be used; the file as it was sent goes."""
    document_templates.add(db, unit=_unit(db, asked), form=_form(asked).id, content=template, by=asked.account_id)
    attachments.expire(db, _sent(asked))


def _tell_trial(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    """Sends what the template makes of the invented person, and asks whether it is to be used."""
    wording = _words(db, deployment, asked)
    template = document_templates.newest(db, _unit(db, asked), _form(asked).id)
    title = wording.text("document_template.tried", title=_title(wording, asked), number=template.number)
    out = announce(db, deployment, asked, address, title)
    use = Button(
        wording.text("document_template.button.use"),
        f"do:template_use:{template.id}",
        "command",
        wording.text("document_template.typed.use"),
    )
    return Outgoing(out.text, (use,), attachment=out.attachment, shows=out.shows, instead=out.instead)


def _tell_unfit(db: Db, deployment: Deployment, asked: Attachment, problem: ValueError) -> Outgoing:
    """Says all that is wrong with a file, with where it stands, and offers to send another."""
    wording, form = _words(db, deployment, asked), _form(asked)
    faults = problem.faults if isinstance(problem, Unfit) else [_fault_of(str(problem))]
    lines = [f"– {worded(wording, fault)}" for fault in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        lines.append(wording.text("document_template.more_faults", count=len(faults) - MOST_FAULTS))
    again = Button(
        wording.text("document_template.button.again"),
        f"go:document_template:form={form.id}",
        "command",
        wording.text("office_templates.typed"),
    )
    head = wording.text("document_template.unfit", title=_title(wording, asked))
    return Outgoing("\n".join([head, *lines]), (again,))


def _fault_of(reason: str) -> Fault:
    """Reads why the fetcher kept nothing."""
    code = reason.removeprefix(REFUSED)
    return Fault(code if reason.startswith(REFUSED) or reason == "too_large" else "not_docx")


def _tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    wording = _words(db, deployment, asked)
    return Outgoing(wording.text("document_template.failed", title=_title(wording, asked)))


def _prepare_starting(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    account = _asked_by(db, asked)
    if account is None:
        return None
    form = _form(asked)
    own = document_templates.in_use(db, account.unit, form.id)
    content = own or plain_template.of(form, Wording(deployment.texts, "vi"))
    return lambda: content


def _tell_starting(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = _words(db, deployment, asked)
    title = wording.text("document_template.starting", title=_title(wording, asked))
    return announce(db, deployment, asked, address, title)


def _title(wording: Wording, asked: Attachment) -> str:
    return wording.text(f"document.form.{_form(asked).id}")


def _unit(db: Db, asked: Attachment) -> str:
    account = accounts.get(db, asked.account_id)
    assert account is not None
    return account.unit


def _words(db: Db, deployment: Deployment, asked: Attachment) -> Wording:
    account = accounts.get(db, asked.account_id)
    assert account is not None
    return Wording.to(deployment.texts, account)


TRIAL = Document(
    "template_trial_docx",
    _prepare_trial,
    _tell_trial,
    _tell_failed,
    type=DOCX,
    made_of=MadeOf(_sent, _keep, _tell_unfit),
)
STARTING = Document("template_start_docx", _prepare_starting, _tell_starting, _tell_failed, type=DOCX)
