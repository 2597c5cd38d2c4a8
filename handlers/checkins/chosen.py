"""The questions of a check-in that were chosen for one person: asked after the face, told by whoever may read them."""

from collections.abc import Mapping
from typing import Any

from handlers.kit import Answers, Brought, Choice, Option
from handlers.kit.messages import JsonValue
from handlers.kit.question import Condition
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.people import record
from handlers.understand import answers as own_words
from handlers.understand.checkin_words import answer_in
from rules.checkins import QUESTIONS
from rules.standing import Standing
from storage import checkin_questions

# it is the office that asks how somebody is, not the guardian
OFFICE_AND_SELF: tuple[Standing, ...] = ("officer", "self")
ASKED = "asked"


def chosen_for(_face: JsonValue, scope: Scope) -> Answers:
    """Names what was chosen for whoever writes, in the order of the list; nothing where nothing was."""
    person = record.person_of(scope)
    chosen = {each.question for each in checkin_questions.of_person(scope.db, person.id)} if person else set()
    asked = [question for question in QUESTIONS if question in chosen]
    return {ASKED: asked} if asked else {}


def _is_asked(question: str) -> Condition:
    return lambda answers: question in answers.get(ASKED, ())


class InOwnWords(Choice):
    """A chosen question: «ko ngu dc» answers it, and asks for nothing else."""

    def in_own_words(self, text: str, options: list[Option]) -> own_words.Meant:
        told = answer_in(self.id, text)
        return own_words.Meant((told,)) if told else super().in_own_words(text, options)


CHOSEN = (
    Brought(ASKED, tuple(QUESTIONS)),
    *(
        InOwnWords(question, answers, optional=True, when=_is_asked(question), seen_by=OFFICE_AND_SELF, detail="whole")
        for question, answers in QUESTIONS.items()
    ),
)


def in_words(answers: Mapping[str, Any], wording: Wording) -> list[str]:
    """Lists what was answered to them: «Giấc ngủ: Ngủ ngon»."""
    return [
        f"{wording.text(f'checkin.{question}.label')}: {wording.text(f'checkin.{question}.{answers[question]}')}"
        for question, offered in QUESTIONS.items()
        if answers.get(question) in offered
    ]
