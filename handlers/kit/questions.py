"""Questions that read what is typed or sent: day, moment, amount, text, phone, photo, voice, place."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, Unpack

from handlers.kit.messages import Answers, Incoming, JsonValue, Option
from handlers.kit.question import Line, Manner, Problem, Question
from handlers.understand.amounts import find_amount, read_amount
from handlers.understand.dates import find_day, read_day
from handlers.understand.day_readers import Lean
from handlers.understand.fold import clean, fold
from handlers.understand.moments import read_moment
from handlers.understand.phones import read_phone, spoken
from handlers.understand.places import find_place, today_of

if TYPE_CHECKING:
    from handlers.kit.scope import Scope
    from handlers.kit.viewer import Viewer

DayRule = Callable[[date, date], str | None]


def no_rule(_day: date, _today: date) -> str | None:
    return None


class Day(Question):
    """A day, stored as ISO; `problem(day, today)` gives the code of what is wrong; `offers` are days from today.

    `to_come`: «thứ 3» or «31/12» is the next one, where it is the last one otherwise.
    """

    def __init__(
        self,
        id: str,
        *,
        problem: DayRule = no_rule,
        offers: tuple[int, ...] = (0, -1),
        to_come: bool = False,
        **manner: Unpack[Manner],
    ):
        super().__init__(id, **manner)
        self.problem = problem
        self.offers = offers
        self.lean: Lean = "future" if to_come else "past"

    def options(self, answers: Answers, scope: "Scope") -> list[Option]:
        days = [scope.today + timedelta(days=offset) for offset in self.offers]
        return [Option(day.isoformat(), _capital(scope.day(day))) for day in days]

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        if value:
            return value
        offered = self.options(answers, scope)
        if message.text.strip() in {str(number + 1) for number in range(len(offered))}:
            return offered[int(message.text) - 1].value
        day = read_day(message.text, scope.today, self.lean)
        if day is None:
            raise Problem("not_a_day")
        return day.isoformat()

    def said_in(self, text: str, answers: Answers, scope: "Scope") -> JsonValue | None:
        day = read_day(text, scope.today, self.lean) or find_day(text, scope.today, self.lean)
        return day.isoformat() if day else None

    def accepts(self, stored: JsonValue) -> bool:
        try:
            return isinstance(stored, str) and bool(date.fromisoformat(stored))
        except ValueError:
            return False

    def check(self, stored: JsonValue, answers: Answers, scope: "Scope") -> None:
        if not self.accepts(stored):
            raise Problem("not_a_day")
        if code := self.problem(date.fromisoformat(stored), scope.today):
            raise Problem(code)

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        return viewer.day(date.fromisoformat(stored))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class Moment(Question):
    """A day and a time of day, stored as ISO with the offset of Viet Nam."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        moment = read_moment(message.text, scope.now)
        if moment is None:
            raise Problem("not_a_moment")
        return moment.isoformat()

    def accepts(self, stored: JsonValue) -> bool:
        try:
            return isinstance(stored, str) and datetime.fromisoformat(stored).tzinfo is not None
        except ValueError:
            return False

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        return viewer.moment(datetime.fromisoformat(stored))


class Amount(Question):
    """Money in đồng, as a whole number between `least` and `most`."""

    def __init__(self, id: str, *, least: int = 1, most: int = 10**12, **manner: Unpack[Manner]):
        super().__init__(id, **manner)
        self.least = least
        self.most = most

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        amount = read_amount(message.text)
        if amount is None:
            raise Problem("not_an_amount")
        if not self.least <= amount <= self.most:
            raise Problem("out_of_range", least=scope.money(self.least), most=scope.money(self.most))
        return amount

    def said_in(self, text: str, answers: Answers, scope: "Scope") -> JsonValue | None:
        return find_amount(text)

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, int) and self.least <= stored <= self.most

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        return viewer.money(stored)


class Text(Question):
    """Words of their own, up to `longest` characters; `forwarded`: what somebody else has written will do, too."""

    free = True

    def __init__(self, id: str, *, longest: int = 1000, forwarded: bool = False, **manner: Unpack[Manner]):
        super().__init__(id, **manner)
        self.longest = longest
        self.takes_forwarded = forwarded

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        text = clean(message.text).strip()
        if not text:
            raise Problem("words_please")
        if len(text) > self.longest:
            raise Problem("too_long", longest=self.longest)
        return text

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, str) and 0 < len(stored) <= self.longest


class Phone(Question):
    """A telephone number of Viet Nam, stored as E.164; a shared contact serves too."""

    asks: Literal["", "contact", "place"] = "contact"

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        number = read_phone(message.contact or message.text)
        if number is None:
            raise Problem("not_a_phone")
        return number

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, str) and stored.startswith("+")

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        return spoken(stored)


def sent(message: Incoming) -> JsonValue:
    """Makes the answer of what was sent along and noted; None if there is nothing."""
    if message.media is None or not message.media.attachment:
        return None
    answer: dict[str, JsonValue] = {"attachment": message.media.attachment, "kind": message.media.kind}
    return {**answer, "caption": message.text.strip()} if message.text.strip() else answer


def parts(stored: JsonValue) -> list[JsonValue]:
    """Lists what a remark consists of: words, and what was sent along."""
    return stored if isinstance(stored, list) else [] if stored is None else [stored]


class Sent(Question):
    """Something sent along: stored as `{"attachment": id, "kind": …}`, with the words under it as its `caption`."""

    kinds: tuple[str, ...] = ()
    code = ""
    takes_forwarded = True

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        if message.media is None or message.media.kind not in self.kinds or not message.media.attachment:
            raise Problem(self.code)
        return sent(message)

    def accepts(self, stored: JsonValue) -> bool:
        return (
            isinstance(stored, dict) and stored.get("kind") in self.kinds and isinstance(stored.get("attachment"), int)
        )

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        shown = viewer.text(f"dialogue.sent.{stored['kind']}")
        return f"{shown}: {stored['caption']}" if stored.get("caption") else shown

    def line(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> Line:
        sent_along = tuple(int(part["attachment"]) for part in parts(stored) if isinstance(part, dict))
        return super().line(stored, answers, viewer)._replace(note=True, attachments=sent_along)


class Photo(Sent):
    kinds = ("photo", "file")
    code = "photo_please"


class File(Sent):
    kinds = ("file",)
    code = "file_please"


class Voice(Sent):
    kinds = ("voice",)
    code = "voice_please"


class Note(Sent):
    """A remark in the way that suits the sender: typed (stored as a string), spoken, or a photo.

    `several`: it goes on until they say that this is all, and is stored as a list where there is more than one.
    """

    free = True
    kinds = ("photo", "voice", "file")
    code = "words_please"

    def __init__(self, id: str, *, longest: int = 2000, several: bool = False, **manner: Unpack[Manner]):
        manner.setdefault("optional", True)
        super().__init__(id, **manner)
        self.written = Text(id, longest=longest)
        self.gathers = several

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        if message.media is not None:
            return super().read(message, value, answers, scope)
        return self.written.read(message, value, answers, scope)

    def accepts(self, stored: JsonValue) -> bool:
        if isinstance(stored, list):
            return self.gathers and len(stored) > 1 and all(map(self._is_part, stored))
        return self._is_part(stored)

    def _is_part(self, stored: JsonValue) -> bool:
        return self.written.accepts(stored) or super().accepts(stored)

    def joined(self, so_far: list[JsonValue]) -> JsonValue:
        """Makes the answer of what was told one after the other."""
        return so_far[0] if len(so_far) == 1 else so_far

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        if isinstance(stored, list):
            return "\n".join(self.show(part, answers, viewer) for part in stored)
        return stored if isinstance(stored, str) else super().show(stored, answers, viewer)


class Place(Question):
    """Where it was: a shared location, or a place in words."""

    free = True
    asks: Literal["", "contact", "place"] = "place"

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        if message.place:
            return [round(message.place[0], 5), round(message.place[1], 5)]
        text = clean(message.text).strip()
        if not text or len(text) > 200:
            raise Problem("place_please")
        return text

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, str) or (isinstance(stored, list) and len(stored) == 2)

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        """Shows beside a name of before July 2025 the commune of today: «Thanh Thủy cũ (nay là xã Kim Bảng)»."""
        if not isinstance(stored, str):
            return viewer.text("dialogue.sent.place")
        place = find_place(stored, viewer.reader.unit if viewer.reader else "")
        today = today_of(place) if place else ""
        if not today or fold(today) in fold(stored):
            return stored
        return viewer.text("dialogue.place.today", place=stored, today=today)
