"""A long list page by page: its lines with their places, and «Xem tiếp 9–16 / 50»."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from handlers.kit.messages import Button

if TYPE_CHECKING:
    from handlers.kit.scope import Scope

PAGE = 8
Thing = TypeVar("Thing")
LONGEST_SKIP = 6


@dataclass(frozen=True, slots=True)
class ListPage:
    """Eight lines of a list of `count`, those after the first `skipped`."""

    skipped: int
    count: int

    @classmethod
    def asked(cls, argument: str, count: int) -> "ListPage":
        """Reads how many lines to skip, as the button to the next page says; the first page for nonsense."""
        skipped = int(argument) if argument.isdecimal() and len(argument) < LONGEST_SKIP else 0
        return cls(skipped if skipped < count else 0, count)

    def of(self, rows: Sequence[Thing]) -> Sequence[Thing]:
        """Cuts the page out of the whole list."""
        return rows[self.skipped : self.skipped + PAGE]

    def numbered(self, buttons: Sequence[Button]) -> tuple[Button, ...]:
        """Gives the page's buttons the places that their lines have in the whole list."""
        if not self.skipped:
            return tuple(buttons)
        return tuple(button._replace(number=self.skipped + place) for place, button in enumerate(buttons, 1))

    def lines(self, buttons: Sequence[Button]) -> list[str]:
        """Writes the page's lines with their places, so that a typed number means what stands there."""
        return [f"{self.skipped + place}. {button.label}" for place, button in enumerate(buttons, 1)]

    def more(self, scope: "Scope", press: str) -> tuple[Button, ...]:
        """Makes the button to the next page; `press` is completed by how many lines that skips."""
        first, last = self.skipped + PAGE + 1, min(self.skipped + 2 * PAGE, self.count)
        if first > self.count:
            return ()
        typed = scope.text("list.typed.more")
        return (
            scope.button("list.more", f"{press}{first - 1}", typed=typed, first=first, last=last, count=self.count),
        )
