"""What the service can do and who may use it, built from the matters. Nothing registers itself."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from handlers.kit.commands import Command, Reply, allowed
from handlers.kit.matter import Interrupt, Matter, Outside
from handlers.kit.messages import Incoming, Media, Said
from handlers.kit.scope import Scope
from handlers.understand.fold import bare
from rules import record_letters
from storage.conversations import Conversation

LONGEST_COMMAND = 60


class _Named(Protocol):
    @property
    def id(self) -> str: ...


NamedThing = TypeVar("NamedThing", bound=_Named)


class TakenTwice(ValueError):
    """Two matters use the same id. Rename the newer one: ids lie in databases and under messages already sent."""


def by_id(rows: Iterable[NamedThing]) -> dict[str, NamedThing]:
    """Maps ids to things. Raises TakenTwice."""
    named: dict[str, NamedThing] = {}
    for row in rows:
        if row.id in named:
            raise TakenTwice(row.id)
        named[row.id] = row
    return named


def nowhere(scope: Scope, key: str) -> Reply:
    """Says by `key` why a button leads nowhere, and the way to the menu."""
    return Said(key, buttons=(scope.menu_button(),))


def keep_wording(_scope: Scope, _talk: Conversation) -> None:
    """Leaves an account the words that it has chosen."""


def no_wish(_scope: Scope, _message: Incoming, _sure: bool) -> Reply | None:
    """Hears no wish in what is typed within a dialogue."""
    return None


def no_media(_scope: Scope, _media: Media) -> bool:
    """Keeps nothing of what is sent along outside a dialogue."""
    return False


def no_line(_scope: Scope, _words: str) -> str:
    """Finds no line of a menu."""
    return ""


class Audience:
    """Those who write with an account, or those without: the forms and commands that are theirs, and what else is said.

    `set_wording` settles in which words this chat is spoken to. `on_arrival` answers whoever starts anew or types a
    code, and gives None for all others. `fallback` answers what no dialogue and no command takes; `nowhere(scope, key)`
    a press or a command that is gone or not theirs. `wish(scope, message, sure)` hears in what is typed within a form
    what it plainly wants elsewhere; `sure`: where it could as well be an answer. `line_named(scope, words)` gives the
    press of the menu's line of that name. `takes_media(scope, media)`: whether what is sent along outside of any
    dialogue is kept: for an officer, or because it begins something.
    """

    def __init__(
        self,
        matters: tuple[Matter, ...],
        *,
        on_arrival: Callable[[Scope, Conversation, Incoming], Reply | None],
        fallback: Callable[[Scope, Incoming], Reply],
        nowhere: Callable[[Scope, str], Reply] = nowhere,
        set_wording: Callable[[Scope, Conversation], None] = keep_wording,
        wish: Callable[[Scope, Incoming, bool], Reply | None] = no_wish,
        line_named: Callable[[Scope, str], str] = no_line,
        takes_media: Callable[[Scope, Media], bool] = no_media,
    ):
        self.matters = matters
        self.on_arrival = on_arrival
        self.fallback = fallback
        self.nowhere = nowhere
        self.set_wording = set_wording
        self.wish = wish
        self.line_named = line_named
        self.takes_media = takes_media
        self.forms = by_id(form for matter in matters for form in matter.forms)
        self.commands = by_id(command for matter in matters for command in matter.commands)
        self._by_words: dict[str, list[Command]] = {}
        for command in self.commands.values():
            for words in command.words:
                self._by_words.setdefault(words, []).append(command)

    def command_for(self, text: str, roles: tuple[str, ...]) -> tuple[Command, str] | None:
        """Finds the command that a whole message is: `/tham`, `gap can bo`, or `nhan C42` with its argument.

        The argument keeps its letter, or the «so» of «số 42».
        """
        if len(text) > LONGEST_COMMAND:
            return None
        words = f"/{bare(text)}" if text.startswith("/") else bare(text)
        if command := self._meant(words, roles):
            return command, ""
        typed = record_letters.read(words)
        if typed is None:
            return None
        command = self._meant(typed.word, roles)
        if command is None:  # «ho so 4», «xong so C4», «xong C4»
            command = self._meant(f"{typed.word} so", roles)
            typed = typed._replace(mark=typed.mark.removeprefix("so"))
        if command is None or not (command.takes_argument or command.record):
            return None
        lettered = typed.mark not in ("", "so")
        if lettered and not (command.record and record_letters.record_of(typed.mark) == command.record):
            return None
        return command, typed.mark + typed.number

    def record_for(self, text: str, roles: tuple[str, ...]) -> tuple[Command, str] | None:
        """Finds what shows the record that a whole message names: «C42», «c 42», «C-42»."""
        typed = record_letters.read(bare(text)) if len(text) <= LONGEST_COMMAND else None
        if typed is None or typed.word:
            return None
        record = record_letters.record_of(typed.mark)
        shows = (command for command in self.commands.values() if record and command.record == record)
        command = next((command for command in shows if allowed(command.may, roles)), None)
        return (command, typed.number) if command else None

    def _meant(self, words: str, roles: tuple[str, ...]) -> Command | None:
        """Finds the command of a word, which may mean different things to different roles."""
        return next((command for command in self._by_words.get(words, ()) if allowed(command.may, roles)), None)


class Registry:
    """All that the router and the scheduler go by. `interrupts` are heard in their order."""

    def __init__(self, *, linked: Audience, strangers: Audience, interrupts: tuple[Interrupt, ...], outside: Outside):
        self.linked = linked
        self.strangers = strangers
        self.interrupts = interrupts
        self.outside = outside
        self.forms = linked.forms
        self.commands = linked.commands
        self.due_works = {kind: work for matter in linked.matters for work in matter.due for kind in work.kinds}
        self.daily_plans = tuple(plan for matter in linked.matters for plan in matter.daily)
        self.documents = by_id(document for matter in linked.matters for document in matter.documents)
        self.open_lines = tuple(line for matter in linked.matters for line in matter.open_lines)
        self.wishes = tuple(matter.wishes for matter in linked.matters if matter.wishes)
