"""An officer sends the office's own Word template of a form; it is checked and tried after the turn."""

from handlers.documents.word_package import LARGEST
from handlers.kit import Answers, Choice, Form, Incoming, JsonValue, Said
from handlers.kit.question import Problem
from handlers.kit.questions import Sent
from handlers.kit.scope import Scope
from handlers.office_templates.choosing import MAY
from handlers.office_templates.trial import TRIAL
from rules.document_forms import FORMS
from rules.uploads import MEGABYTE
from storage import attachments


class WordFile(Sent):
    """A file sent along; whether it is a Word template is seen when it has come."""

    kinds = ("file",)
    code = "file_please"

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        if message.media is not None and message.media.size and message.media.size > LARGEST:
            raise Problem("too_large", most=LARGEST // MEGABYTE)
        return super().read(message, value, answers, scope)


def take_in(answers: Answers, scope: Scope) -> Said:
    """Notes that the file is to be tried as soon as it is fetched."""
    sent = answers["file"]["attachment"]
    argument = f"{answers['form']}.{sent}"
    attachments.ask_for(scope.db, scope.chat, TRIAL.id, account_id=scope.account.id, argument=argument)
    title = scope.text(f"document.form.{answers['form']}")
    return Said("document_template.checking", {"title": title}, (scope.menu_button(),))


document_template = Form(
    "document_template",
    Choice("form", tuple(form.id for form in FORMS), labels="document.short"),
    WordFile("file"),
    submit=take_in,
    may=MAY,
    review=False,
)
