"""What the kit says: a question with its buttons, the review, what is wrong, the end."""

from typing import TYPE_CHECKING

from handlers.kit.choices import NAMELESS, Choice, Choices
from handlers.kit.form import Form
from handlers.kit.keywords import press
from handlers.kit.messages import Answers, Button, JsonValue, Option, Outgoing
from handlers.kit.pages import PAGE
from handlers.kit.question import Problem, Question
from rules.pronouns import PRONOUNS

if TYPE_CHECKING:
    from handlers.kit.scope import Scope

# a form's own list is seen whole: what would stand behind «more» is easily missed
LONGEST_FIXED = 12


def pending(question: Choices) -> str:
    """Names where the choices are stored that are switched on and not yet confirmed."""
    return f"{question.id}~"


def asking(
    form: Form,
    question: Question,
    stored: Answers,
    answers: Answers,
    scope: "Scope",
    *,
    lead: str = "",
    edits: str = "",
    page: int = 0,
) -> Outgoing:
    """Asks the question with what can be chosen; `lead` says first what was wrong or where we are."""
    ask = scope.text(question.key("ask"), **_so_far(form, answers, scope, question))
    options = question.options(answers, scope)
    chosen = stored.get(pending(question), []) if isinstance(question, Choices) else []
    buttons = [*_option_buttons(form, question, options, chosen, page), *_paging(form, question, options, page, scope)]
    buttons += _command_buttons(form, question, answers, scope)
    text = f"{lead}\n\n{ask}" if lead else ask
    return Outgoing(text, tuple(buttons), edits=edits, asks=question.asks)


def _so_far(form: Form, answers: Answers, scope: "Scope", question: Question) -> dict[str, str]:
    """Gives the answers so far as people read them, for texts that name one (`{person}`)."""
    template = scope.template(question.key("ask"))
    return {
        key: _named(form.by_id[key], value, answers, scope)
        for key, value in answers.items()
        if value is not None and f"{{{key}}}" in template
    }


def _named(question: Question, value: JsonValue, answers: Answers, scope: "Scope") -> str:
    """Says an answer; what was looked up and has no other name is called as in the list it was chosen from."""
    if isinstance(question, Choice) and callable(question.source) and question.named is None:
        return next((label for chosen, label in question.options(answers, scope) if chosen == value), NAMELESS)
    return question.show(value, answers, scope.author)


def _option_buttons(
    form: Form, question: Question, options: list[Option], chosen: list[str], page: int
) -> list[Button]:
    first = page * PAGE
    shown = options[first : first + PAGE] if _is_paged(question, options) else options
    return [
        Button(
            f"✅ {option.label}" if option.value in chosen else option.label,
            press(form.id, question.id, option.value),
            number=first + place if page else 0,
        )
        for place, option in enumerate(shown, start=1)
    ]


def _is_paged(question: Question, options: list[Option]) -> bool:
    looked_up = isinstance(question, Choice) and callable(question.source)
    return len(options) > (PAGE + 1 if looked_up else LONGEST_FIXED)


def _paging(form: Form, question: Question, options: list[Option], page: int, scope: "Scope") -> list[Button]:
    if not _is_paged(question, options) or (page + 1) * PAGE >= len(options):
        return []
    last = min((page + 2) * PAGE, len(options))
    label = scope.text("list.more", first=(page + 1) * PAGE + 1, last=last, count=len(options))
    return [_command(form, question.id, f"more{page + 1}", "more", scope, label)]


def _command_buttons(form: Form, question: Question, answers: Answers, scope: "Scope") -> list[Button]:
    buttons = []
    if isinstance(question, Choices):
        buttons.append(_command(form, question.id, "done", "done", scope))
    if question.optional:
        buttons.append(_command(form, question.id, "skip", "skip", scope))
    if answers:
        buttons.append(_command(form, "*", "back", "back", scope))
    buttons.append(_command(form, "*", "cancel", "cancel", scope))
    return buttons


def _command(form: Form, question_id: str, command: str, name: str, scope: "Scope", label: str = "") -> Button:
    return Button(
        label or scope.text(f"dialogue.button.{name}"),
        press(form.id, question_id, f"!{command}"),
        role="command",
        typed=scope.text(f"dialogue.typed.{name}"),
    )


def review(form: Form, answers: Answers, scope: "Scope", *, lead: str = "") -> Outgoing:
    """Shows everything said so far, numbered, to be sent or changed."""
    key = f"{form.id}.review"
    title = scope.text(key if scope.has_text(key) else "dialogue.review")
    shown = form.shown(answers, scope.author)
    lines = [f"{number}. {line.label}: {line.value}" for number, line in enumerate(shown, start=1)]
    preview = ["", form.preview(answers, scope)] if form.preview else []
    text = "\n".join([*([lead, ""] if lead else []), title, *lines, *preview])
    buttons = tuple(_command(form, "*", name, name, scope) for name in ("send", "change", "cancel"))
    return Outgoing(text, buttons)


def noted(form: Form, stored: Answers, scope: "Scope") -> str:
    """Says what was understood, before the first question that is left: «Đồng Hành ghi: chị Hoa, hôm qua, đi vắng.»"""
    answers, question = form.walk(stored)
    given = {key: stored[key] for key in form.by_id if stored.get(key) is not None}
    if not (form.review and given and question):
        return ""
    sentences = (_as_told(form.by_id[key], value, {**given, **answers}, scope) for key, value in given.items())
    return scope.text("dialogue.noted", answers=", ".join(sentences))


def _as_told(question: Question, value: JsonValue, answers: Answers, scope: "Scope") -> str:
    """Words an answer within a sentence: small letters but for a name, without what else a line of a list says."""
    shown = question.show(value, answers, scope.author)
    if isinstance(question, Choice) and not callable(question.source):
        return ", ".join(part[:1].lower() + part[1:] for part in shown.split(", "))
    name = shown.split(" · ")[0]
    first, _, rest = name.partition(" ")
    is_addressed = first.lower() in [scope.text(f"pronoun.{pronoun}") for pronoun in PRONOUNS]
    return f"{first.lower()} {rest}" if is_addressed else name


def which_to_change(form: Form, answers: Answers, scope: "Scope") -> Outgoing:
    buttons = tuple(
        Button(scope.text(question.key("label")), press(form.id, question.id, "!change"))
        for question in form.questions
        if question.id in answers
    )
    return Outgoing(scope.text("dialogue.which_to_change"), buttons)


def problem_text(question: Question, problem: Problem, scope: "Scope") -> str:
    own_key = question.key(problem.code)
    return scope.text(own_key if scope.has_text(own_key) else f"dialogue.problem.{problem.code}", **problem.fields)


def hint_key(form: Form, question: Question | None, scope: "Scope") -> str:
    own_key = question.key("hint") if question else f"{form.id}.hint"
    return own_key if scope.has_text(own_key) else "dialogue.help"


def cancelled(form: Form, scope: "Scope") -> Outgoing:
    return Outgoing(scope.text("dialogue.cancelled"), (scope.menu_button(),))
