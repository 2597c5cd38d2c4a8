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
    from handlers.kit.viewer import Viewer

# a form's own list is seen whole: what would stand behind «more» is easily missed
LONGEST_FIXED = 12


def pending(question: Question) -> str:
    """Names where it is stored what was chosen or told so far, until somebody says that this is all."""
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
    if not (_is_paged(question, options) and page * PAGE < len(options)):
        page = 0  # a button of ours leads to no page that is not there
    buttons = _shortcut(form, question, answers, scope)
    buttons += [*_option_buttons(form, question, options, chosen, page), *_paging(form, question, options, page, scope)]
    buttons += _command_buttons(form, question, answers, scope)
    text = f"{lead}\n\n{ask}" if lead else ask
    return Outgoing(text, tuple(buttons), edits=edits, asks=question.asks)


def gathering(form: Form, question: Question, so_far: list[JsonValue], scope: "Scope", *, lead: str = "") -> Outgoing:
    """Says that it was noted, in a few words, and how to say that this is all."""
    noted = scope.text("dialogue.gathered" if len(so_far) == 1 else "dialogue.gathered_more", count=len(so_far))
    done, cancel = _command(form, question.id, "done", "done", scope), _command(form, "*", "cancel", "cancel", scope)
    return Outgoing(f"{lead}\n\n{noted}" if lead else noted, (done, cancel))


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


def _shortcut(form: Form, question: Question, answers: Answers, scope: "Scope") -> list[Button]:
    if question.shortcut is None or not question.shortcut(answers, scope):
        return []
    return [_command(form, question.id, "shortcut", "shortcut", scope, scope.text(question.key("shortcut")))]


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
    send, *others = (_command(form, "*", name, name, scope) for name in ("send", "change", "cancel"))
    own = (*_adding(form, answers, scope), *taking_off(form, answers, scope))
    return Outgoing(text, (send, *own, *others))


def taking_off(form: Form, answers: Answers, scope: "Scope") -> tuple[Button, ...]:
    """Offers to take off the photo that was sent with an answer."""
    return tuple(
        _command(form, question.id, "take_off", "take_off", scope)
        for question in form.questions
        if question.id in answers and question.bare(answers[question.id], answers) is not None
    )


def _adding(form: Form, answers: Answers, scope: "Scope") -> tuple[Button, ...]:
    """Asks for more at the review, by its line's number where there are no buttons."""
    if form.adds not in answers:
        return ()
    label, number = scope.text(form.by_id[form.adds].key("label")), list(answers).index(form.adds) + 1
    return (Button(label, press(form.id, form.adds, "!change"), role="command", typed=str(number)),)


def noted(form: Form, stored: Answers, scope: "Scope") -> str:
    """Says what was understood, before the first question that is left: «Đồng Hành ghi: chị Hoa, hôm qua, đi vắng.»"""
    if form.walk(stored)[1] is None or not form.review:
        return ""
    told = _noted(form, [key for key in form.by_id if stored.get(key) is not None], stored, scope)
    queued = next((key for key in stored if key.endswith("+") and key[:-1] in stored), "")
    if not queued:
        return told
    one_by_one = _one_by_one(form, queued[:-1], [stored[queued[:-1]], *stored[queued]], stored, scope)
    return f"{one_by_one}\n{told}"


def expected(form: Form, answers: Answers, scope: "Scope") -> str:
    """Says what was not asked because it could be expected, and how to say something else."""
    named = (_as_told(form.by_id[key], value, answers, scope.author) for key, value in answers.items())
    return scope.text("dialogue.expected", answers=", ".join(named))


def taken_down(form: Form, given: Answers, stored: Answers, scope: "Scope", asked: Question) -> str:
    """Says what was understood where words answered more than the question that was asked, or another."""
    told = [key for key in form.by_id if given.get(key) is not None]
    if queue := next((value for key, value in given.items() if key not in form.by_id), None):
        return _one_by_one(form, told[0], [given[told[0]], *queue], stored, scope)
    return "" if told == [asked.id] else _noted(form, told, stored, scope)


def _one_by_one(form: Form, key: str, values: list[JsonValue], stored: Answers, scope: "Scope") -> str:
    named = [_as_told(form.by_id[key], value, stored, scope.author) for value in values]
    return scope.text("dialogue.one_by_one", first=named[0], others=", ".join(named[1:]))


def _noted(form: Form, told: list[str], stored: Answers, scope: "Scope") -> str:
    if not told:
        return ""
    answers = {key: value for key, value in stored.items() if key in form.by_id and value is not None}
    sentences = (_as_told(form.by_id[key], stored[key], answers, scope.author) for key in told)
    return scope.text("dialogue.noted", answers=", ".join(sentences))


def put_right(form: Form, change: Answers, stored: Answers, scope: "Scope", key: str = "dialogue.put_right") -> str:
    """Says what was changed, each with the name of its question; what is only wrong is asked again without a word."""
    answers, _ = form.walk(stored)
    lines = [form.by_id[name].line(answers[name], answers, scope.author) for name in change if name in answers]
    return scope.text(key, lines="; ".join(f"{line.label}: {line.value}" for line in lines)) if lines else ""


def yes_or_stop(form: Form, question: Question | None, scope: "Scope") -> Outgoing:
    """Asks what a bare «dung» meant, in two buttons."""
    name = "go_on" if question else "send"
    yes = Button(scope.text(f"dialogue.yes_or_stop.{name}"), press(form.id, "*", f"!{name}"))
    stop = Button(scope.text("more.stop"), "do:stop")
    return Outgoing(scope.text("dialogue.yes_or_stop"), (yes, stop))


def which_of(
    form: Form, question: Question, nearest: tuple[JsonValue, ...], answers: Answers, scope: "Scope"
) -> Outgoing:
    """Asks which of the nearest answers was meant, or something else."""
    named = {option.value: option.label for option in question.options(answers, scope)}
    options = [Button(named[value], press(form.id, question.id, value)) for value in nearest if value in named]
    other = Button(scope.text("dialogue.which_of.other"), press(form.id, "*", "!go_on"))
    ask = scope.text(question.key("ask"), **_so_far(form, answers, scope, question))
    text = f"{scope.text('dialogue.which_of')}\n\n{ask}"
    return Outgoing(text, (*options, other, *_command_buttons(form, question, answers, scope)))


def back_button(form: Form, stored: Answers, scope: "Scope") -> Button:
    """Leads back to a dialogue that waits: «Làm tiếp: báo một lần ghé thăm · anh Nam»."""
    label = scope.text("dialogue.button.go_on", what=about(form, stored, scope.author))
    return Button(label, press(form.id, "*", "!go_on"), role="command", typed=scope.text("dialogue.typed.go_on"))


def about(form: Form, stored: Answers, viewer: "Viewer") -> str:
    """Names a dialogue by what it is for and whom it is about."""
    key = f"{form.id}.title"
    title = viewer.text(key) if viewer.has_text(key) else viewer.text("dialogue.untitled")
    answers, _ = form.walk(stored)
    named = (
        _as_told(question, answers[question.id], answers, viewer)
        for question in form.questions
        if isinstance(question, Choice) and question.named and answers.get(question.id) is not None
    )
    return " · ".join([title[:1].lower() + title[1:], *list(named)[:1]])


def _as_told(question: Question, value: JsonValue, answers: Answers, viewer: "Viewer") -> str:
    """Words an answer within a sentence: small letters but for a name, without what else a line of a list says."""
    shown = question.show(value, answers, viewer)
    if value == []:
        label = viewer.text(question.key("label"))
        return f"{label[:1].lower()}{label[1:]}: {shown.lower()}"
    if isinstance(question, Choice) and not callable(question.source):
        return ", ".join(part[:1].lower() + part[1:] for part in shown.split(", "))
    name = shown.split(" · ")[0]
    first, _, rest = name.partition(" ")
    is_addressed = first.lower() in [viewer.text(f"pronoun.{pronoun}") for pronoun in PRONOUNS]
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
