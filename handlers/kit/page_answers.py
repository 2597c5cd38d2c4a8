"""The fields of a page: several answers at once, each read by its own question; what cannot be taken stays as typed."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.kit import implied_answers, parking, replies
from handlers.kit.choices import Choice
from handlers.kit.form import Form, applies
from handlers.kit.messages import Answers, Incoming, JsonValue, Media
from handlers.kit.question import Problem, Question
from handlers.kit.turn import Turn, ask, begin
from storage.conversations import Conversation

if TYPE_CHECKING:
    from handlers.kit.scope import Scope

# `fill:<form>`: the press of a page whose fields come as a JSON object in the message's text
FILL = "fill"
# behind a question's id: what was typed and could not be taken, for the page to show again
UNTAKEN = "?"


def is_fill(message: Incoming) -> bool:
    return message.kind == "press" and message.press.startswith(f"{FILL}:")


def packed(fields: dict[str, str]) -> str:
    """Makes the text of such a message."""
    return json.dumps(fields, ensure_ascii=False)


def filled(form: Form, talk: Conversation, message: Incoming, scope: "Scope") -> Turn:
    """Takes the fields into the form that is open, or that was set aside, or else is begun for them."""
    if talk.form != form.id and not parking.take_up(scope, talk, form):
        begun = begin(form, {}, scope)
        if begun.over:
            return begun
        talk.form, talk.answers, talk.begun_with = form.id, begun.answers, len(begun.answers)
    return _taken(form, talk.answers, message, scope)


def _taken(form: Form, stored: Answers, message: Incoming, scope: "Scope") -> Turn:
    """Reads each field by its question, in their order, and goes on to what is open; one left empty is unanswered."""
    given, lead = _fields(message.text), ""
    kept = {key: answer for key, answer in stored.items() if not key.endswith(UNTAKEN)}
    answers: Answers = {}
    for question in form.questions:
        if not applies(question, answers):
            continue
        sent = message.media if question is form.questions[0] else None
        if question.id in given or sent is not None:
            typed = given.get(question.id, "")
            try:
                _keep(form, kept, question, replace(message, media=sent), typed, answers, scope)
            except Problem as problem:
                implied_answers.take_back(kept, question.id)
                kept[f"{question.id}{UNTAKEN}"] = typed
                lead = lead or replies.problem_text(question, problem, scope)
        if question.id in kept and question.holds(kept[question.id]):
            answers[question.id] = kept[question.id]
    return ask(form, kept, scope, lead)


def _fields(text: str) -> dict[str, str]:
    try:
        fields = json.loads(text)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in fields.items()} if isinstance(fields, dict) else {}


def _keep(
    form: Form, kept: Answers, question: Question, message: Incoming, typed: str, answers: Answers, scope: "Scope"
) -> None:
    """Stores the answer that the field gives. Raises Problem."""
    media = message.media or _sent_before(kept.get(question.id))
    if not typed.strip() and media is None:
        if question.optional:
            implied_answers.keep(form, kept, question, None, scope)
        else:
            implied_answers.take_back(kept, question.id)
        return
    own = replace(message, kind=media.kind if media else "text", text=typed, press="", media=media)
    answer = question.read(own, typed if isinstance(question, Choice) else "", answers, scope)
    if not question.accepts(answer):
        raise Problem("not_understood")
    question.check(answer, answers, scope)
    implied_answers.keep(form, kept, question, answer, scope)


def _sent_before(stored: JsonValue) -> Media | None:
    """Gives what was sent along with the answer that stands, so that new words do not lose it."""
    if not isinstance(stored, dict) or not stored.get("attachment"):
        return None
    return Media("", stored["kind"], attachment=stored["attachment"])
