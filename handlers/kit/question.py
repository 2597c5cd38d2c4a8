"""What every question has: when it is asked, what it offers, how it reads an answer, whether one still holds."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypedDict

from handlers.kit.messages import Answers, Incoming, JsonValue, Option
from rules.standing import Standing

if TYPE_CHECKING:
    from handlers.kit.scope import Scope
    from handlers.kit.viewer import Viewer

Condition = Callable[[Answers], bool]
# head: names the record and stands above it; brief: in its one line; listed: on a line of its own in a list
# of records; whole: only where one record is read whole
Detail = Literal["head", "brief", "listed", "whole"]


class Line(NamedTuple):
    """An answer as somebody reads it. `note`: their own words, or what was sent along (`attachments`), or both."""

    label: str
    value: str
    note: bool = False
    attachments: tuple[int, ...] = ()


class Problem(Exception):
    """An answer that cannot be taken: the code of a text, its fields, and the question if it is an earlier one.

    `nearest` are the answers that come nearest to what was said, at most two: it is asked which was meant.
    """

    def __init__(self, code: str, question: str = "", *, nearest: tuple[JsonValue, ...] = (), **fields: JsonValue):
        super().__init__(code)
        self.code = code
        self.question = question
        self.nearest = nearest
        self.fields = fields

    @property
    def is_unread(self) -> bool:
        """Says whether no answer was found at all, rather than one that cannot be taken."""
        return self.code.startswith("not_")


def always(_answers: Answers) -> bool:
    return True


class Manner(TypedDict, total=False):
    """What any question may say of itself: when it is asked and may be skipped, who reads the answer, and where."""

    when: Condition
    asked: Condition
    optional: bool
    seen_by: tuple[Standing, ...]
    detail: Detail
    verbatim: bool
    each: bool
    shared: bool
    brings: "Callable[[JsonValue, Scope], Answers]"
    shortcut: "Callable[[Answers, Scope], Answers]"


class Question:
    """A question of a form.

    `None` is the stored answer of a question that was skipped; `seen_by` none: whoever may see the record;
    `verbatim`: what is typed goes on to somebody as it stands, and is not listened to; `each`: where several are named,
    each is a record of its own; `shared`: it holds for all of these; `brings`: answers that come with this one and are
    asked only when they differ; `shortcut`: answers to all that is left, offered as one button.
    """

    asks: Literal["", "contact", "place"] = ""
    # whatever is typed may be the answer
    free = False
    # its answer is a part of a sentence, rather than something that stands in one
    by_clause = False
    # although any words may be its answer, a sentence about something else can name it
    told_beside = False
    # it is answered by several messages, until somebody says that this is all
    gathers = False
    # it comes with another answer alone: never asked, put right or shown
    silent = False
    # two words of a sentence about something else may give its answer
    in_a_word = False
    # it gives something its name, which may be the words of a button elsewhere: «Phiên chợ việc làm»
    is_title = False
    # whether what somebody else has written or sent can be the answer
    takes_forwarded = False

    def __init__(
        self,
        id: str,
        *,
        when: Condition = always,
        asked: Condition = always,
        optional: bool = False,
        seen_by: tuple[Standing, ...] = (),
        detail: Detail = "listed",
        verbatim: bool = False,
        each: bool = False,
        shared: bool = False,
        brings: "Callable[[JsonValue, Scope], Answers] | None" = None,
        shortcut: "Callable[[Answers, Scope], Answers] | None" = None,
    ):
        self.id = id
        self.form_id = ""
        self.when = when
        self.asked = asked
        self.optional = optional
        self.seen_by = seen_by
        self.detail = detail
        self.verbatim = verbatim
        self.each = each
        self.shared = shared
        self.brings = brings
        self.shortcut = shortcut

    def options(self, answers: Answers, scope: "Scope") -> list[Option]:
        return []

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        """Reads the answer in a message; `value` is what a pressed button of this question carries. Raises Problem."""
        raise Problem("not_understood")

    def said_in(self, text: str, answers: Answers, scope: "Scope") -> JsonValue | None:
        """Finds the answer to this question in words that were meant for another; None unless it surely is there."""
        return None

    def weighed(self, text: str, answers: Answers, scope: "Scope") -> tuple[float, JsonValue] | None:
        """Finds the answer as `said_in` does, with what speaks for it: of several questions the likeliest is meant."""
        value = self.said_in(text, answers, scope)
        return None if value is None else (1.0, value)

    def several_in(self, text: str, answers: Answers, scope: "Scope") -> list[JsonValue]:
        """Finds the answers, each of which is to be a record of its own."""
        return []

    def bare(self, stored: JsonValue, answers: Answers) -> JsonValue | None:
        """Gives the answer without the photo that was sent with it; None where there is none to be taken off."""
        return None

    def holds(self, stored: JsonValue) -> bool:
        """Says whether a stored answer is still one of this question, without asking anybody."""
        return self.optional if stored is None else self.accepts(stored)

    def accepts(self, stored: JsonValue) -> bool:
        return True

    def check(self, stored: JsonValue, answers: Answers, scope: "Scope") -> None:
        """Raises Problem if the answer may not be filed now: asked when it is given and once more at the end."""

    def reads(self, stored: JsonValue) -> bool:
        """Says whether a stored answer can be shown, be it one that is no longer offered."""
        return self.accepts(stored)

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        """Says the answer as people read it."""
        return str(stored)

    def in_short(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        """Says the answer within one line; empty when it says nothing there."""
        return self.show(stored, answers, viewer)

    def line(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> Line:
        label = viewer.text(self.key("label"))
        if stored is not None:
            return Line(label, self.show(stored, answers, viewer))
        own_key = self.key("skipped")
        return Line(label, viewer.text(own_key if viewer.has_text(own_key) else "dialogue.skipped"))

    def key(self, part: str) -> str:
        """Gives the key of a text of this question."""
        return f"{self.form_id}.{self.id}.{part}"

    def text_keys(self) -> set[str]:
        """Lists the keys that need a text before this question can be asked."""
        return {self.key("ask"), self.key("label"), *({self.key("shortcut")} if self.shortcut else ())}


class Brought(Question):
    """Codes that come with another answer (`brings`) and say what else is asked; nobody is asked or shown them."""

    silent = True

    def __init__(self, id: str, codes: Sequence[str]):
        super().__init__(id)
        self.codes = codes

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, list) and all(code in self.codes for code in stored)

    def text_keys(self) -> set[str]:
        return set()
