"""Takes in a list that somebody gave us: the same at the command line and on the pages of set-up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from handlers.enrolment import writing
from handlers.enrolment.facts import Kind, Plan, RowAnswers
from handlers.enrolment.plan import Progress, plan_of
from handlers.understand.fold import bare
from storage import list_imports
from storage.database import Db


@dataclass(frozen=True, slots=True)
class GivenList:
    """A file, and how it is to be read. `meanings`: what headings, as written, were said to mean.

    `answers`: what was answered about its rows.
    """

    content: bytes
    sheet: str | None = None
    kind: Kind | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    answers: RowAnswers = field(default_factory=dict)

    def answered(self, row: int, code: str, answer: str) -> "GivenList":
        """Gives it with one more answer about a row."""
        return replace(self, answers={**self.answers, row: {**self.answers.get(row, {}), code: answer}})

    def plan(self, db: Db, unit: str, progress: Progress | None = None) -> Plan:
        """Compares it with the unit; nothing is written. Raises Unreadable."""
        return plan_of(
            db,
            unit,
            self.content,
            sheet=self.sheet,
            kind=self.kind,
            meanings=self.meanings,
            answers=self.answers,
            progress=progress,
        )

    def take_in(self, db: Db, unit: str, plan: Plan, *, by: int | None, only: Collection[int] | None = None) -> int:
        """Writes the rows of its plan that are sure, and keeps what its headings mean; gives how many rows."""
        for heading, meaning in self.meanings.items():
            list_imports.remember(db, unit, bare(heading), meaning)
        return writing.write(db, unit, plan, by=by, only=only)
