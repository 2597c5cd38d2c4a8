"""One chat of the load: follows whatever buttons it is offered, by their place and their data, never by fixed texts."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.fake_api import Reply

# options that a visit without trouble would choose; elsewhere the first option will do
PREFERRED = ("met", "0", "today", "home", "good", "steady", "yes")
TICKS = 2


@dataclass(frozen=True, slots=True)
class Act:
    """A press under `reply`, or a text."""

    text: str = ""
    press: str = ""


@dataclass(slots=True)
class Follower:
    """Chooses the next act of a dialogue from what the chat shows. `note` makes the free text.

    Concerns are ticked and taken back unless `worrying`, for the peers have no alerts to raise.
    `types`: writes the label of an option instead of pressing it; one that is not understood is pressed then.
    """

    note: Callable[[], str]
    worrying: bool = False
    ticked: int = 0
    noted: bool = False
    types: bool = False
    _typed: str = ""

    def next(self, shown: Reply) -> Act | None:
        """Gives the next act; None when the chat shows no question of a dialogue."""
        if words := [key for key in shown.keys if key]:
            return Act(text=words[0])
        data = [press for _, press in shown.buttons]
        send = _ending(data, "!send")
        if send:
            self.noted = False
            return Act(press=send)
        done, skip = _ending(data, "!done"), _ending(data, "!skip")
        options = [press for press in data if "!" not in press and not press.startswith(("go:", "do:"))]
        if done:
            return Act(press=self._tick(options, done))
        if options:
            return self._choose(_preferred(options), shown)
        if not self.noted and (skip or not data or _ending(data, "!back") or _ending(data, "!cancel")):
            self.noted = True
            return Act(text=self.note())
        return Act(press=skip) if skip else None

    def _choose(self, option: str, shown: Reply) -> Act:
        question = option.rpartition(":")[0]
        if not self.types or question == self._typed:
            self._typed = ""
            return Act(press=option)
        self._typed = question
        return Act(text=next(label for label, press in shown.buttons if press == option))

    def _tick(self, options: list[str], done: str) -> str:
        if self.ticked < min(TICKS, len(options) - 1):
            self.ticked += 1
            calm = not self.worrying and "concerns:" in options[0]
            return options[0 if calm else self.ticked]
        self.ticked = 0
        return done


def _ending(data: list[str], end: str) -> str:
    return next((press for press in data if press.endswith(end)), "")


def _preferred(options: list[str]) -> str:
    for value in PREFERRED:
        for option in options:
            if option.rpartition(":")[2] == value:
                return option
    return options[0]
