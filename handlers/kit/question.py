"""What every question has: when it is asked, what it offers, how it reads an answer, whether one still holds."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from handlers.kit.messages import Answers, Incoming, JsonValue, Option

if TYPE_CHECKING:
    from handlers.kit.scope import Scope

Condition = Callable[[Answers], bool]


class Problem(Exception):
    """An answer that cannot be taken: the code of a text, its fields, and the question if it is an earlier one."""

    def __init__(self, code: str, question: str = "", **fields: JsonValue):
        super().__init__(code)
        self.code = code
        self.question = question
        self.fields = fields


def always(_answers: Answers) -> bool:
    return True


class Question:
    """`None` is the stored answer of a question that was skipped."""

    asks: Literal["", "contact", "place"] = ""

    def __init__(self, id: str, *, when: Condition = always, optional: bool = False):
        self.id = id
        self.form_id = ""
        self.when = when
        self.optional = optional

    def options(self, answers: Answers, scope: "Scope") -> list[Option]:
        return []

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        """The answer in a message; `value` is what a pressed button of this question carries. Raises Problem."""
        raise Problem("not_understood")

    def holds(self, stored: JsonValue) -> bool:
        """Whether a stored answer is still one of this question, without asking anybody."""
        return self.optional if stored is None else self.accepts(stored)

    def accepts(self, stored: JsonValue) -> bool:
        return True

    def check(self, stored: JsonValue, answers: Answers, scope: "Scope") -> None:
        """Raises Problem if the answer may not be filed now: asked when it is given and once more at the end."""

    def show(self, stored: JsonValue, answers: Answers, scope: "Scope") -> str:
        """The answer as people read it, for the review."""
        return str(stored)

    def key(self, part: str) -> str:
        """The key of a text of this question."""
        return f"{self.form_id}.{self.id}.{part}"

    def text_keys(self) -> set[str]:
        """The keys that need a text before this question can be asked."""
        return {self.key("ask"), self.key("label")}
