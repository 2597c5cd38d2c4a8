"""A list on its way into the records: what was read, columns and rows that are asked about, the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.desk.page import Asked, DeskPage
from handlers.kit import Button
from handlers.kit.scope import Scope
from handlers.lists.answering import mark_of
from handlers.lists.looking import MOST_ROWS, undoable
from handlers.lists.templates import KINDS
from handlers.understand.tables.headings import ASKED_FOR
from storage import accounts, list_drafts
from storage.list_drafts import ListDraft

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RowAsked:
    """A row that is unclear: what the list says beside what is there, what may be answered, what was."""

    row: int
    says: str
    listed: str
    known: str
    answers: list[Button]
    answered: str


@dataclass(frozen=True, slots=True)
class RowToMend:
    """A row that no answer makes clear: it is put right in the file."""

    row: int
    who: str
    says: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that is unclear, with what it may be; `means`: what was answered."""

    name: str
    choices: list[Button]
    means: str


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """`state`: none, reading or shown. `counts`: label → rows. `undo`: when and by whom the last list was taken in."""

    state: str
    kind: str
    counts: list[tuple[str, int]]
    headings: list[Heading]
    questions: list[RowAsked]
    to_mend: list[RowToMend]
    more: int
    open_questions: int
    sure: int
    sheets: list[Button]
    undo: str
    templates: list[Button]
    most_rows: int


def gather(scope: Scope, _asked: Asked) -> ImportFacts:
    """Shows the officer's own list that waits; the empty lists that can be filled in; the last one that can go back."""
    own = list_drafts.of_account(scope.db, scope.account.id)
    draft = next((each for each in own if each.unit == scope.unit), None)
    content = draft.content if draft else {}
    seen: dict[str, Any] = {} if draft is None or draft.wants else content.get("shown", {})
    questions = [_question(scope, content, each) for each in seen.get("questions", ())]
    headings = [_heading(scope, content, name) for name in seen.get("unknown", ())]
    return ImportFacts(
        state=_state(draft, seen),
        kind=scope.text(f"list_chat.kind.{seen['kind']}") if seen else "",
        counts=_counts(scope, seen),
        headings=headings,
        questions=questions[:MOST_SHOWN],
        to_mend=[RowToMend(**each) for each in seen.get("to_mend", ())][:MOST_SHOWN],
        more=max(len(questions) - MOST_SHOWN, 0),
        open_questions=sum(not each.answered for each in questions) + sum(not each.means for each in headings),
        sure=seen.get("sure", 0),
        sheets=[
            Button(scope.text("list_chat.sheet", sheet=name), f"do:list_sheet:{place}")
            for place, name in enumerate(seen.get("sheets", ()), 1)
        ],
        undo=_undo(scope),
        templates=[scope.button(f"roster.title.{kind}", f"do:list_templates:{kind}") for kind in KINDS],
        most_rows=MOST_ROWS,
    )


def _state(draft: ListDraft | None, seen: Mapping[str, Any]) -> str:
    return "none" if draft is None else "shown" if seen else "reading"


def _counts(scope: Scope, seen: Mapping[str, Any]) -> list[tuple[str, int]]:
    if not seen:
        return []
    counts = {"new": seen["new"], "changed": seen["sure"] - seen["new"], "ask": seen["unclear"]}
    return [(scope.text(f"list.action.{action}"), count) for action, count in counts.items()]


def _question(scope: Scope, content: Mapping[str, Any], asked: Mapping[str, Any]) -> RowAsked:
    row, code = asked["row"], asked["code"]
    said = content.get("answers", {}).get(str(row), {}).get(code, "")
    later = code in content.get("later", {}).get(str(row), ())
    answered = scope.text(f"list.answer.{said}") if said else scope.text("list_chat.later") if later else ""
    about = f"do:list_answer:{row}.{code}"
    answers = [scope.button(f"list.answer.{each}", f"{about}.{each}") for each in asked["answers"]]
    later_button = scope.button("list_chat.later", f"{about}.later")
    return RowAsked(row, asked["says"], asked["listed"], asked["known"], [*answers, later_button], answered)


def _heading(scope: Scope, content: Mapping[str, Any], name: str) -> Heading:
    means = content.get("meanings", {}).get(name, "")
    choices = [scope.button(f"list.means.{code}", f"do:list_means:{mark_of(name)}.{code}") for code in ASKED_FOR]
    return Heading(name, choices, scope.text(f"list.means.{means}") if means else "")


def _undo(scope: Scope) -> str:
    last = undoable(scope)
    if last is None:
        return ""
    by = accounts.get(scope.db, last.by)
    who = scope.wording.called(by) if by else scope.text("person.some_officer")
    return scope.text("desk.list_import.last", who=who, at=scope.moment(last.at))


LIST_IMPORT = DeskPage(id="list_import", path="import", gather=gather, topics=("list",))
