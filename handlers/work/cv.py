"""A CV from what somebody tells: shown before it is made, handed on by them alone, deleted at any time."""

from collections.abc import Callable
from functools import partial

from handlers.documents import cv as layout
from handlers.kit import Answers, Button, Choice, Form, Outgoing, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.deployment import Deployment
from handlers.kit.document import DOCX, PDF, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.people import record
from handlers.people.made_files import instead, reader_of, words_for
from handlers.people.records import form_of
from handlers.reports import cv as report
from handlers.work.applicant import applicant_of, gone
from handlers.work.find_work import PERSON
from handlers.work.interest import NO_TRADE_YET
from handlers.work.offer_fields import Public
from handlers.work.post_offer import PARTNER
from rules.standing import Standing
from rules.trades import HOURS, TRADES
from storage import access, attachments, work_profiles
from storage.access import NotAllowed
from storage.attachments import Attachment
from storage.database import Db

AS_PDF, AS_WORD, OF_APPLICANT = "cv_pdf", "cv_word", "cv_applicant"


def keep(answers: Answers, scope: Scope) -> Said:
    person = record.person_of(scope)
    assert person is not None
    work_profiles.keep(scope.db, person.id, answers)
    scope.audit("cv.kept", person.id)
    return Said("cv.kept", buttons=_files(scope))


def _files(scope: Scope) -> tuple[Button, ...]:
    return (
        scope.button("cv.button.pdf", "do:cv_pdf"),
        scope.button("cv.button.word", "do:cv_word"),
        scope.button("cv.button.again", "go:cv"),
        scope.button("cv.button.forget", "do:cv_forget"),
        scope.menu_button(),
    )


def what_stands_on_it(_answers: Answers, scope: Scope) -> str:
    person = record.person_of(scope)
    return scope.text("cv.preview", name=person.name if person else "")


cv = Form(
    "cv",
    Choice(
        "trade", (*TRADES[:-1], NO_TRADE_YET), labels="trade", understood_as="trade", in_a_word=True, detail="brief"
    ),
    Choice("hours", HOURS, labels="wish.hours", understood_as="wish.hours", detail="brief"),
    Public("experience", longest=600, optional=True),
    Public("skills", longest=300, optional=True),
    Public("schooling", longest=200, optional=True),
    Public("reached", longest=120),
    submit=keep,
    may=PERSON,
    ready=record.missing,
    preview=what_stands_on_it,
)


def show(scope: Scope, _argument: str) -> Reply:
    """Shows what is kept, and what may be made of it; begins the form where there is nothing yet."""
    person = record.person_of(scope)
    profile = work_profiles.get(scope.db, person.id) if person else None
    if profile is None:
        return Start("cv")
    lines = "\n".join(f"– {line.label}: {line.value}" for line in cv.shown(profile.answers, scope.author))
    return Said("cv.shown", {"lines": lines}, _files(scope))


def asking_for(document: str) -> Callable[[Scope, str], Reply]:
    def ask(scope: Scope, _argument: str) -> Reply:
        person = record.person_of(scope)
        if person is None or work_profiles.get(scope.db, person.id) is None:
            return Start("cv")
        attachments.ask_for(scope.db, scope.chat, document, account_id=scope.account.id, person_id=person.id)
        return Said("document.cv.coming", buttons=(scope.menu_button(),))

    return ask


def forget(scope: Scope, _argument: str) -> Reply:
    person = record.person_of(scope)
    if person is not None and work_profiles.forget(scope.db, person.id):
        scope.audit("cv.forgotten", person.id)
    return Said("cv.forgotten", buttons=(scope.menu_button(),))


def ask_of_applicant(scope: Scope, argument: str) -> Reply:
    """Has the CV made for a partner to whom the person shows it."""
    applicant = applicant_of(scope, argument)
    if applicant is None or not applicant.shows("cv"):
        return gone(scope)
    attachments.ask_for(scope.db, scope.chat, OF_APPLICANT, account_id=scope.account.id, person_id=applicant.person_id)
    back = scope.button("applicant.back", f"do:applicant:{applicant.interest_id}")
    return Said("document.cv.coming", buttons=(back, scope.menu_button()))


def _prepare(
    db: Db, deployment: Deployment, asked: Attachment, render: Callable[..., bytes], document: str
) -> Writing | None:
    reader = reader_of(db, asked)
    of_partner = document == OF_APPLICANT
    if of_partner and not _is_shown_to(db, asked):
        return None
    try:
        standing: tuple[Standing, ...] = ("partner",) if of_partner else ("self",)
        person = access.look_for_document(db, reader, asked.person_id or 0, f"{document} {asked.id}", standing)
    except NotAllowed:
        return None
    wording = Wording.to(deployment.texts, reader)
    facts = report.gather(person, Viewer(db, wording, "author"), form_of(deployment, "cv"))
    return partial(render, facts, wording, db.now) if facts else None


def _is_shown_to(db: Db, asked: Attachment) -> bool:
    applicants = access.applicants(db, reader_of(db, asked))
    return any(applicant.person_id == asked.person_id and applicant.shows("cv") for applicant in applicants)


def _tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    link = instead(wording, deployment, "document.cv.link", address)
    return Outgoing(wording.text("document.cv.caption"), attachment=asked.id, shows="file", instead=link)


def _tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("document.cv.failed"))


DOCUMENTS = tuple(
    Document(name, partial(_prepare, render=render, document=name), _tell, _tell_failed, type=media_type)
    for name, render, media_type in (
        (AS_PDF, layout.render_pdf, PDF),
        (AS_WORD, layout.render_word, DOCX),
        (OF_APPLICANT, layout.render_pdf, PDF),
    )
)
WORDS = ("/hosoxinviec", "/cv", "ho so xin viec", "lam ho so xin viec", "viet cv", "lam cv", "cv cua toi", "my cv")
COMMANDS = (
    Command("cv", show, may=PERSON, words=WORDS),
    Command("cv_pdf", asking_for(AS_PDF), may=PERSON),
    Command("cv_word", asking_for(AS_WORD), may=PERSON),
    Command("cv_forget", forget, may=PERSON),
    Command("applicant_cv", ask_of_applicant, may=PARTNER),
)
