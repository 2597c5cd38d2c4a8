"""What a list says about somebody, what is odd in it, and what would be done with each row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from handlers.understand.tables.day_cells import Born
from handlers.understand.tables.headings import Headings
from handlers.understand.tables.rows import Entry
from handlers.understand.tables.values import NamedGuardian

if TYPE_CHECKING:
    from handlers.enrolment.people import Known

Kind = Literal["persons", "guardians", "officers", "partners", "duty"]
KINDS: tuple[Kind, ...] = ("persons", "guardians", "officers", "partners", "duty")
Action = Literal["new", "same", "changed", "ask", "refused", "skipped"]
ACTIONS: tuple[Action, ...] = ("new", "changed", "same", "ask", "refused", "skipped")
Weight = Literal["told", "ask", "refused"]
# row → code of what was asked about it → what was answered
RowAnswers = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is odd in a cell. `column`: its heading as written; None for the row. `code`: a sentence in enrolment.po.

    `told`: it is shown and the row goes on; `ask`: a human must say; `refused`: the row cannot be taken.
    `about`: what the sentence may name: whose number it is, which row, which hamlet is meant.
    """

    column: str | None
    code: str
    weight: Weight = "told"
    about: str = ""


@dataclass(slots=True)
class Facts:
    """What one row says, as far as it can be read; the fields of all kinds of lists.

    `is_same`: what an officer has answered where it was asked whether this is somebody known.
    """

    name: str | None = None
    born: Born | None = None
    phone: str | None = None
    hamlet: str | None = None
    case_type: str | None = None
    released_on: date | None = None
    pronoun: str | None = None
    id_number: str | None = None
    ends_on: date | None = None
    note: str | None = None
    organisation: str | None = None
    organisation_kind: str | None = None
    on_duty: bool | None = None
    duty_days: tuple[date, ...] = ()
    is_same: bool | None = None
    helper: NamedGuardian = field(default_factory=NamedGuardian)

    @property
    def year(self) -> int | None:
        return self.born.year if isinstance(self.born, date) else self.born


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of somebody known that the list says otherwise.

    Of days of duty `new` begins with + and `old` with -: what is added, and what is taken back when it is undone.
    """

    fact: str
    old: str
    new: str

    @property
    def only_adds(self) -> bool:
        """Says whether it is what was known, more precisely: a day of the year of birth that is on record."""
        return self.fact == "born" and bool(self.old) and self.new != self.old and self.new.startswith(self.old)


@dataclass(slots=True)
class Line:
    """One row and what would be done with it. `known_id`: whose record or account it is; `guardian_id`: who helps.

    `answers`: what an officer has answered about this row, by the code of what was asked; `alike`: the one who may be
    meant.
    """

    row: int
    sheet: str
    facts: Facts
    action: Action = "skipped"
    troubles: list[Trouble] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    known_id: int | None = None
    guardian_id: int | None = None
    guardian_name: str | None = None
    guardian_phone: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    alike: "Known | None" = None

    @property
    def is_to_be_written(self) -> bool:
        """Says whether the row writes anything: somebody who is there may be known more precisely from now on."""
        return self.action in ("new", "changed") or (self.action == "same" and bool(self.changes))

    def settle(self, action: Action) -> None:
        """Takes the action, or what the weightiest trouble makes of it; what was answered weighs nothing any more."""
        self.troubles = [self._answered(trouble) for trouble in self.troubles]
        weights = {trouble.weight for trouble in self.troubles}
        self.action = "refused" if "refused" in weights else "ask" if "ask" in weights else action

    def _answered(self, trouble: Trouble) -> Trouble:
        is_answered = trouble.weight == "ask" and trouble.code in self.answers
        return replace(trouble, weight="told") if is_answered else trouble


@dataclass(slots=True)
class Plan:
    """A list, read and compared with the commune: nothing is written yet."""

    kind: Kind
    sheet: str
    lines: list[Line]
    headings: Headings
    entries: list[Entry] = field(default_factory=list)
    unknown_headings: list[str] = field(default_factory=list)
    not_kept: list[str] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)

    def count(self, action: Action) -> int:
        return sum(line.action == action for line in self.lines)

    @property
    def sure(self) -> int:
        """Counts the rows that would be written."""
        return sum(line.is_to_be_written for line in self.lines)

    @property
    def total(self) -> int:
        """Counts the rows about somebody."""
        return sum(line.action != "skipped" for line in self.lines)
