"""How somebody in a test fills in a form: what the test states by a question's id, something plain for the rest."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from handlers.kit import Amount, Choice, Choices, Day, File, Form, Moment, Phone, Photo, Place, Question, Voice
from handlers.kit.keywords import ButtonPress, press
from handlers.kit.question import always
from handlers.kit.registry import Registry
from storage import conversations
from storage.database import Db

REVIEW = "review"


class Sends(NamedTuple):
    """A photo, a voice note or a file instead of words, or with words under it."""

    kind: Literal["photo", "voice", "file"]
    ref: str = "file-1"
    text: str = ""


class Asked(NamedTuple):
    """What a form asks now; no question: the review. `offered`: the presses that the numbers 1, 2 … stand for.

    `before`: the questions that are answered, as the review numbers them.
    """

    form: Form
    question: Question | None
    offered: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.question.id if self.question else REVIEW

    @classmethod
    def stored(cls, db: Db, registry: Registry, party_id: int) -> "Asked | None":
        """None outside any form."""
        talk = conversations.get(db, party_id)
        form = form_of(registry, talk.form or "") if talk else None
        if talk is None or form is None:
            return None
        answers, question = form.walk(talk.answers)
        return cls(form, question, tuple(talk.offered), tuple(answers))

    @classmethod
    def shown(cls, registry: Registry, presses: list[str], offered: list[str]) -> "Asked | None":
        """By the buttons under a message; None if they do not tell which question it is."""
        for pressed in filter(None, map(ButtonPress.of, presses)):
            form = form_of(registry, pressed.form)
            if form and pressed.question in form.by_id:
                return cls(form, form.by_id[pressed.question], tuple(offered))
            if form and pressed.command == "send":
                return cls(form, None)
        return None


class Answer(NamedTuple):
    """The buttons to press, one after the other, or the words to type where they are not there; or what is sent."""

    presses: tuple[str, ...] = ()
    words: str = ""
    sends: Sends | None = None
    place: tuple[float, float] | None = None
    # that this is all, where more may follow
    then: str = ""


def form_of(registry: Registry, id: str) -> Form | None:
    return registry.forms.get(id) or registry.strangers.forms.get(id)


def next_answer(asked: Asked, stated: Mapping[str, Any]) -> Answer:
    """The review is sent. Raises AssertionError if what is stated is not offered."""
    form, question, offered, _ = asked
    if question is None:
        return Answer((press(form.id, "*", "!send"),), "gửi")
    value = stated[question.id] if question.id in stated else plain(question, offered)
    answer = _to(asked, question, value)
    is_more_awaited = question.gathers and value is not None
    return answer._replace(then=press(form.id, question.id, "!done")) if is_more_awaited else answer


def _to(asked: Asked, question: Question, value: Any) -> Answer:
    form = asked.form
    match value:
        case None:
            return Answer((press(form.id, question.id, "!skip"),), "bỏ qua")
        case Sends():
            return Answer(sends=value)
        case (float() as latitude, float() as longitude):
            return Answer(place=(latitude, longitude))
        case list():
            chosen = [_option(asked, one) for one in value]
            done = press(form.id, question.id, "!done")
            return Answer((*(one for one, _ in chosen), done), " ".join(number for _, number in chosen) or "0")
    if isinstance(question, Choice):
        pressed, number = _option(asked, value)
        return Answer((pressed,), number)
    return _day_or_words(asked, value)


def _option(asked: Asked, value: Any) -> tuple[str, str]:
    """The press and the number of a choice."""
    pressed = press(asked.form.id, asked.id, str(value))
    assert pressed in asked.offered, f"{asked.id} is not offered as {value!r}, but: {asked.offered}"
    return pressed, str(asked.offered.index(pressed) + 1)


def _day_or_words(asked: Asked, value: Any) -> Answer:
    pressed = press(asked.form.id, asked.id, str(value))
    if pressed in asked.offered:
        return Answer((pressed,), str(asked.offered.index(pressed) + 1))
    return Answer(words=f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value))


def plain(question: Question, offered: tuple[str, ...]) -> Any:
    """What suits the kind of question: the first choice, none of several, nothing where that may be, today."""
    if question.optional:
        return None
    if isinstance(question, Choices):
        return []
    for pressed in filter(None, map(ButtonPress.of, offered)):
        if pressed.value and not pressed.command:
            return pressed.value
    match question:
        case Amount():
            return f"{min(max(question.least, 1_000_000), question.most)} đồng"
        case File():
            return Answer(sends=Sends("file"))
        case Photo():
            return Sends("photo")
        case Voice():
            return Sends("voice")
        case Day():
            return "hôm nay"
        case Moment():
            return "9 giờ sáng mai"
        case Phone():
            return "0912 345 678"
        case Place():
            return "xóm 6"
    return "như mọi khi"


class Filling:
    """One form on its way: what was stated, and what of it has been asked.

    `until` is the question to stop at; if there is an answer to it, where it is asked again.
    """

    def __init__(self, stated: Mapping[str, Any], until: str = ""):
        self.stated = stated
        self.until = until
        self.form = ""
        self.asked: list[str] = []

    def answer(self, asked: Asked | None, said: str = "") -> Answer | None:
        """None at the end. Raises AssertionError if the last answer was not taken, or never asked for.

        `said` is what the bot has said last.
        """
        if asked and asked.question is None and (called := self._called_for(asked)):
            self.asked.append(asked.id)
            return called
        if asked is None or (self.form and asked.form.id != self.form) or self._stops_at(asked.id):
            self._ends(asked, said)
            return None
        assert [asked.id] != self.asked[-1:], f"the answer to {asked.id} was not taken: {said}"
        self.form = asked.form.id
        self.asked.append(asked.id)
        return next_answer(asked, self.stated)

    def _called_for(self, review: Asked) -> Answer | None:
        """Types the line of what is stated and was not asked, or of «Ghi thêm» where it has none yet."""
        form, before = review.form, review.before
        wanted = [id for id in self.stated if id not in self.asked]
        if self.until in form.by_id and form.by_id[self.until].asked is not always:
            wanted.append(self.until)
        line = next((id for id in wanted if id in form.by_id), "")
        if line and line not in before and form.adds not in self.asked:
            line, self.stated = form.adds, {**self.stated, form.adds: "more"}
        return Answer(words=str(before.index(line) + 1)) if line in before else None

    def _stops_at(self, question: str) -> bool:
        return question == self.until and (question not in self.stated or question in self.asked)

    def _ends(self, asked: Asked | None, said: str) -> None:
        never = [id for id in self.stated if id not in self.asked]
        assert not never, f"never asked: {', '.join(never)}; asked were {self.asked}, and then: {said}"
        missed = self.until and (asked is None or asked.id != self.until)
        assert not missed, f"{self.until} was not asked, but {self.asked}, and then: {said}"
