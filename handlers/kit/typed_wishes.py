"""Which command a whole typed message is: by its words, or wished for by its name or its line of the menu."""

from handlers.kit.commands import Command
from handlers.kit.form import Form
from handlers.kit.messages import Answers
from handlers.kit.registry import Audience
from handlers.kit.scope import Scope
from handlers.kit.turn import names_an_option, plain_answer
from handlers.understand import wishes


def command_in(
    text: str, audience: Audience, scope: Scope, form: Form | None, answers: Answers
) -> tuple[Command, str] | None:
    """Finds the command, unless the open question of `form` asks for a title, or has the text as a choice."""
    roles = scope.sender.roles if scope.sender else ()
    asked = audience.command_for(text, roles)
    if asked is None:
        return _wished(text, audience, scope, form, answers)
    if form is not None and not text.startswith("/") and _is_an_answer(text, form, answers, scope):
        return None
    return asked


def _is_an_answer(text: str, form: Form, answers: Answers, scope: Scope) -> bool:
    _, question = form.walk(answers)
    return names_an_option(form, answers, text, scope) or (question is not None and question.is_title)


def _wished(
    text: str, audience: Audience, scope: Scope, form: Form | None, answers: Answers
) -> tuple[Command, str] | None:
    """Finds the command of «tôi muốn báo động», unless the open question takes it for an answer."""
    name = wishes.named(text)
    if not name or scope.sender is None:
        return None
    if form is not None and (
        names_an_option(form, answers, name, scope) or plain_answer(form, answers, text, scope) is not None
    ):
        return None
    kind, _, rest = audience.line_named(scope, name).partition(":")
    command = audience.commands.get(rest) if kind == "do" else None
    return (command, "") if command else audience.command_for(name, scope.sender.roles)
