"""What a command is: something a button, a word or a slash starts, for some roles; and what it may answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handlers.kit.messages import Answers, Outgoing, Said
from rules.roles import checked

if TYPE_CHECKING:
    from handlers.kit.scope import Scope

LARGEST = 2**63
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Start:
    """Begin this form, with these answers in it."""

    form: str
    answers: Answers = field(default_factory=dict)

    @classmethod
    def described(cls, words: str) -> "Start":
        """Reads `visit_report:person=12;outcome=met`, as a button carries it."""
        form, _, given = words.partition(":")
        pairs = (part.partition("=") for part in given.split(";") if part)
        return cls(form, {question: value for question, _, value in pairs})


@dataclass(frozen=True, slots=True)
class Run:
    """What this other command answers."""

    command: str
    argument: str = ""


Reply = Said | Outgoing | Start | Run


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a button, a word or a slash starts.

    `run(scope, argument)`; `words` are typed forms, folded: `/tham` or `gap can bo`. No roles: for everybody.
    `record` is the kind of record whose number it takes; the first command of a kind shows one. Of people, who have no
    numbers, a place in a list is taken.
    `lists`: without a number it shows the list of them, even where one of them is on the screen.
    `takes_words`: a sentence that asks for it is its argument.
    `keeps_form`: an open dialogue stands as it is, where any other command sets it aside.
    """

    id: str
    run: "Callable[[Scope, str], Reply]"
    may: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    takes_argument: bool = False
    record: str = ""
    lists: bool = False
    takes_words: bool = False
    keeps_form: bool = False

    def __post_init__(self) -> None:
        checked(self.may)


def begins(form: str) -> "Callable[[Scope, str], Reply]":
    """Makes what a command runs that begins a form with nothing in it."""
    return lambda _scope, _argument: Start(form)


def allowed(may: tuple[str, ...], roles: tuple[str, ...]) -> bool:
    """Says whether somebody with these roles may use what is kept for `may`; what names no role is for everybody."""
    return not may or any(role in roles for role in may)


def started_by(press: str) -> Start | Run:
    """Reads what a button of ours without an argument starts."""
    kind, _, rest = press.partition(":")
    return Start.described(rest) if kind == "go" else Run(rest)


def id_in(argument: str) -> int:
    """Reads an id; 0, which nothing has, when it is none."""
    number = int(argument) if argument.isdecimal() and len(argument) < 20 else 0
    return number if number < LARGEST else 0


def number_in(argument: str) -> int:
    """Reads a record's number, which the database keeps in 32 bits; 0, which no record has, when it is none."""
    return id_in(argument) if len(argument) <= LONGEST_NUMBER else 0


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of a role's menu: what it starts, and the key of its label."""

    press: str
    key: str
