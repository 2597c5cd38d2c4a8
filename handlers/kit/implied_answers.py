"""Answers that come with another one: kept until something else is said, and gone when that other is changed."""

from typing import TYPE_CHECKING

from handlers.kit.form import Form, wanted
from handlers.kit.messages import Answers, JsonValue
from handlers.kit.question import Question, always

if TYPE_CHECKING:
    from handlers.kit.scope import Scope

# behind a question's id: which answers have come with its own
WITH = "<"


def keep(form: Form, stored: Answers, question: Question, answer: JsonValue, scope: "Scope") -> None:
    """Stores an answer, and what it brings to questions that are still open."""
    if question.id in stored and stored[question.id] != answer:
        take_back(stored, question.id)
    stored[question.id] = answer
    stored.pop(f"{question.id}~", None)
    stored.pop(wanted(question), None)
    if question.brings and answer is not None:
        bring(form, stored, question.brings(answer, scope), question)


def bring(form: Form, stored: Answers, answers: Answers, source: Question) -> None:
    """Stores answers that have come with that of `source`, where nothing is answered yet."""
    fresh = {key: value for key, value in answers.items() if key not in stored and key in form.by_id}
    stored |= fresh
    if fresh:
        stored[f"{source.id}{WITH}"] = [*stored.get(f"{source.id}{WITH}", ()), *fresh]


def take_back(stored: Answers, key: str) -> None:
    """Forgets an answer and what has come with it."""
    stored.pop(key, None)
    for brought in stored.pop(f"{key}{WITH}", ()):
        stored.pop(brought, None)


def ask_again(form: Form, stored: Answers, key: str) -> None:
    """Forgets an answer, or opens a question that is not asked by itself, so that it is the one that is asked."""
    take_back(stored, key)
    want(stored, form.by_id[key])


def want(stored: Answers, question: Question) -> None:
    """Notes that a question is to be asked which is not asked by itself."""
    if question.asked is not always:
        stored[wanted(question)] = True


def bring_all(form: Form, stored: Answers, scope: "Scope") -> None:
    """Adds what the answers with which a dialogue begins bring."""
    for question in form.questions:
        if question.brings and stored.get(question.id) is not None:
            bring(form, stored, question.brings(stored[question.id], scope), question)


def take_shortcut(form: Form, stored: Answers, answers: Answers) -> None:
    """Stores the answers of a shortcut; they come with the answer that they are looked up by."""
    source = next(question for question in form.questions if question.brings and question.id in stored)
    bring(form, stored, answers, source)
