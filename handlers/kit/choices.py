"""Questions with a list to choose from: one, several, yes or no."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Unpack

from handlers.kit.messages import Answers, Incoming, JsonValue, Option
from handlers.kit.question import Manner, Problem, Question
from handlers.understand import answers as own_words
from handlers.understand.false_alarms import without_exaggeration
from handlers.understand.fold import bare
from handlers.understand.match import match, match_several, match_whole, nearest, spoken_in
from handlers.understand.questions import is_undecided
from handlers.understand.visits import all_named_in

if TYPE_CHECKING:
    from handlers.kit.scope import Scope
    from handlers.kit.viewer import Viewer

Options = Sequence[str] | Callable[[Answers, "Scope"], list[Option]]
Naming = Callable[[str, "Viewer"], str]
# what is no longer there has no name any more; the check before filing asks again
NAMELESS = "…"
# what speaks for a choice that is called by its own name
NAMED = 2.0
# the language of seeds/answers
LEARNT_IN = "vi"


class Choice(Question):
    """One of a list: fixed codes with texts `<form>.<question>.<code>`, or options looked up when asked.

    `named` says how one that was looked up reads, without listing them all; codes have their texts.
    `labels`: the texts of the choices, where several questions share them; those are answered alike, too.
    `understood_as`: the set of answers in people's own words, where others are answered alike.
    `in_a_word`: two words of a sentence about something else may give it, as they do a trade.
    """

    def __init__(
        self,
        id: str,
        options: "Options",
        *,
        labels: str = "",
        named: "Naming | None" = None,
        understood_as: str = "",
        in_a_word: bool = False,
        **manner: Unpack[Manner],
    ):
        super().__init__(id, **manner)
        self.source = options
        self.labels = labels
        self.named = named
        self.understood_as = understood_as
        self.in_a_word = in_a_word
        self.by_clause = not callable(options)

    def options(self, answers: Answers, scope: "Scope") -> list[Option]:
        if callable(self.source):
            return self.source(answers, scope)
        return [Option(code, scope.text(self.choice_key(code))) for code in self.source]

    def choice_key(self, code: str) -> str:
        return f"{self.labels}.{code}" if self.labels else self.key(code)

    def text_keys(self) -> set[str]:
        fixed = () if callable(self.source) else self.source
        return super().text_keys() | {self.choice_key(code) for code in fixed}

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        options = self.options(answers, scope)
        try:
            return value or self.one_of(options, message.text)
        except Problem as problem:
            raise _with_nearest(problem, message.text, options, scope) from problem

    def said_in(self, text: str, answers: Answers, scope: "Scope") -> JsonValue | None:
        """Finds the one choice that is named in the text: somebody by their name, or a choice in its own words."""
        if self.by_clause:
            weighed = self.weighed(text, answers, scope)
            return weighed[1] if weighed else None
        named = self.several_in(text, answers, scope)
        return named[0] if len(named) == 1 else None

    def several_in(self, text: str, answers: Answers, scope: "Scope") -> list[JsonValue]:
        if self.by_clause:
            return []
        return all_named_in(text, {option.value: _given_name(option.label) for option in self.options(answers, scope)})

    def weighed(self, text: str, answers: Answers, scope: "Scope") -> tuple[float, JsonValue] | None:
        """Finds the choice that a part of a sentence names or plainly means, and what speaks for it."""
        options = self.options(answers, scope)
        if named := spoken_in(text, [(option.value, option.label) for option in options]):
            return NAMED, named
        told = self.told_in(text, options)
        best = max((option.value for option in options if option.value in told), key=told.__getitem__, default=None)
        return None if best is None else (told[best], best)

    def told_in(self, text: str, options: list[Option]) -> dict[str, float]:
        if not own_words.is_learnt(self.answer_set):
            return {}
        text, codes = without_exaggeration(text), [option.value for option in options]
        told = own_words.weighed(self.answer_set, text, codes)
        return told or (own_words.weighed_within(self.answer_set, text, codes) if self.in_a_word else {})

    def one_of(self, options: list[Option], text: str) -> str:
        typed = text.strip().rstrip(".)")
        if typed.isdecimal() and len(typed) < 4:
            if not 0 < int(typed) <= len(options):
                raise Problem("no_such_number", most=len(options))
            return options[int(typed) - 1].value
        labels = [(option.value, option.label) for option in options]
        whole = match_whole(text, labels)
        if whole is not None:
            return whole
        meant = self.in_own_words(text, options)
        if meant.sure:
            return meant.sure[0]
        within = None if meant.nearest else match(text, labels)
        if within is None:
            raise Problem("not_understood", nearest=meant.nearest)
        return within

    @property
    def answer_set(self) -> str:
        own = f"{self.form_id}.{self.id}"
        return self.understood_as or (self.labels if self.labels and not own_words.is_learnt(own) else own)

    def in_own_words(self, text: str, options: list[Option]) -> own_words.Meant:
        if not own_words.is_learnt(self.answer_set):
            return own_words.Meant()
        read = own_words.read_several if isinstance(self, Choices) else own_words.read_one
        return read(self.answer_set, without_exaggeration(text), [option.value for option in options])

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, str) and (callable(self.source) or stored in self.source)

    def check(self, stored: JsonValue, answers: Answers, scope: "Scope") -> None:
        if callable(self.source) and not any(option.value == stored for option in self.source(answers, scope)):
            raise Problem("no_longer_there")

    def reads(self, stored: JsonValue) -> bool:
        return isinstance(stored, str)

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        if self.named is not None:
            return self.named(stored, viewer) or NAMELESS
        key = self.choice_key(stored)
        return viewer.text(key) if viewer.has_text(key) else NAMELESS


def _with_nearest(problem: Problem, text: str, options: list[Option], scope: "Scope") -> Problem:
    """Names the nearest choices by their labels, in a language in which no answers were learnt."""
    if problem.nearest or not problem.is_unread or scope.wording.language == LEARNT_IN:
        return problem
    near = nearest(text, [(option.value, option.label) for option in options])
    return Problem(problem.code, problem.question, nearest=near, **problem.fields)


def _given_name(label: str) -> str:
    """Takes the given name out of «Anh Nam · xóm 6»."""
    return label.split(" · ")[0].split(" ")[-1]


class Choices(Choice):
    """Several of a list, or none: buttons switch one on or off until «done»; what is typed is the whole list."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: "Scope") -> JsonValue:
        options = self.options(answers, scope)
        numbers = message.text.replace(",", " ").split()
        if numbers == ["0"] or bare(message.text) == bare(scope.text("dialogue.none")):
            return []
        if numbers and all(number.isdecimal() for number in numbers):
            chosen = {self.one_of(options, number) for number in numbers}
            return [option.value for option in options if option.value in chosen]
        matched = match_several(message.text, [(option.value, option.label) for option in options])
        if matched is not None:
            return matched
        meant = self.in_own_words(message.text, options)
        if meant.sure is None:
            unread = Problem("not_understood", nearest=meant.nearest)
            raise _with_nearest(unread, message.text, options, scope)
        return list(meant.sure)

    def weighed(self, text: str, answers: Answers, scope: "Scope") -> tuple[float, JsonValue] | None:
        named = super().weighed(text, answers, scope)
        told = self.told_in(text, self.options(answers, scope))
        if none := told.pop(own_words.NONE_OF_THESE, None):
            return (none, []) if none >= max(told.values(), default=0.0) else None
        if named and named[0] == NAMED:
            return NAMED, [named[1]]
        return (max(told.values()), list(told)) if told else None

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, list) and all(Choice.accepts(self, value) for value in stored)

    def check(self, stored: JsonValue, answers: Answers, scope: "Scope") -> None:
        for value in stored:
            super().check(value, answers, scope)

    def reads(self, stored: JsonValue) -> bool:
        return isinstance(stored, list) and all(isinstance(value, str) for value in stored)

    def show(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        return ", ".join(self._labels(stored, answers, viewer)) or viewer.text("dialogue.none")

    def in_short(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        return " · ".join(self._labels(stored, answers, viewer))

    def _labels(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> list[str]:
        """Lists the labels in the order of the list, whatever order they were chosen in."""
        listed = list(stored if callable(self.source) else self.source)
        in_order = sorted(stored, key=lambda value: listed.index(value) if value in listed else len(listed))
        return [super(Choices, self).show(value, answers, viewer) for value in in_order]


class Consent(Choice):
    """Yes or no to one purpose; nothing is chosen beforehand and silence is not a yes."""

    def __init__(self, id: str, purpose: str, **manner: Unpack[Manner]):
        super().__init__(id, ("yes", "no"), labels="dialogue.consent", understood_as="yes_no", **manner)
        self.purpose = purpose

    def one_of(self, options: list[Option], text: str) -> str:
        """Takes a plain yes or no alone: who asks why, or what becomes of a no, has said neither."""
        if is_undecided(text):
            raise Problem("not_plain")
        return super().one_of(options, text)

    def weighed(self, text: str, answers: Answers, scope: "Scope") -> tuple[float, JsonValue] | None:
        return None if is_undecided(text) else super().weighed(text, answers, scope)


class YesNo(Choice):
    """Yes or no to a plain question, in words that all such questions share: it needs its `ask` and its `label`."""

    def __init__(self, id: str, **manner: Unpack[Manner]):
        super().__init__(id, ("yes", "no"), understood_as="yes_no", **manner)

    def choice_key(self, code: str) -> str:
        return f"dialogue.yes_no.{code}"

    def in_short(self, stored: JsonValue, answers: Answers, viewer: "Viewer") -> str:
        """Puts the label before the answer: a bare «có» says nothing among others."""
        line = self.line(stored, answers, viewer)
        return f"{line.label}: {line.value}"
