"""What a command is: something a button, a word or a slash starts, for some roles; and what it may answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.kit.messages import Answers, Outgoing, Said
from handlers.kit.scope import Scope
from rules import roles

LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Start:
    """Begin this form, with these answers in it."""

    form: str
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """What this other command answers."""

    command: str
    argument: str = ""


Reply = Said | Outgoing | Start | Run


@dataclass(frozen=True, slots=True)
class Command:
    """`run(scope, argument)`; `words` are typed forms, folded: `/tham` or `gap can bo`. No roles: for everybody."""

    id: str
    run: Callable[[Scope, str], Reply]
    may: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    takes_argument: bool = False

    def __post_init__(self) -> None:
        roles.checked(self.may)


def id_in(argument: str) -> int:
    """Nought, which nothing has, when it is no id."""
    number = int(argument) if argument.isdecimal() and len(argument) < 20 else 0
    return number if number < LARGEST else 0


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of a role's menu: what it starts, and the key of its label."""

    press: str
    key: str
