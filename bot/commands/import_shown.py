"""Shows in the terminal what would be done with a list: as a table for people, as JSON for programs."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from handlers.enrolment import shown
from handlers.enrolment.facts import ACTIONS, Plan
from handlers.texts import Texts

MOST_SHOWN = 200
COLOURS = {"new": "green", "changed": "cyan", "ask": "yellow", "refused": "red"}


def print_json(values: Iterable[dict[str, Any]]) -> None:
    for value in values:
        typer.echo(json.dumps(value, ensure_ascii=False))


def as_json(texts: Texts, plan: Plan) -> None:
    of_persons = plan.kind == "persons"
    print_json(shown.line_json(texts, line, of_persons=of_persons) for line in plan.lines)
    print_json([shown.last_json(plan)])


def as_table(texts: Texts, plan: Plan, *, written: int | None) -> None:
    """Prints what is new, changed, asked and refused; `written`: how many rows; None: it was only tried."""
    console = Console()
    table = Table(*(texts.find("vi", f"list.column.{name}") for name in ("row", "action", "name", "place", "says")))
    told = shown.worth_a_look(plan)
    for line in told[:MOST_SHOWN]:
        colour = COLOURS.get(line.action, "dim")
        action = texts.find("vi", f"list.action.{line.action}")
        cells = (str(line.row), f"[{colour}]{action}[/]", *(escape(cell) for cell in shown.row_shown(texts, line)))
        table.add_row(*cells)
    if told:
        console.print(table)
    if len(told) > MOST_SHOWN:
        console.print(_find(texts, "more", count=len(told) - MOST_SHOWN))
    for key, names in (("unknown", plan.unknown_headings), ("not_kept", plan.not_kept), ("others", plan.other_sheets)):
        if names:
            console.print(escape(_find(texts, key, names=", ".join(f"«{name}»" for name in names))))
    counts = Counter(line.action for line in plan.lines)
    console.print(", ".join(f"{texts.find('vi', f'list.action.{action}')}: {counts[action]}" for action in ACTIONS))
    console.print(_find(texts, "tried") if written is None else _find(texts, "written", count=written))


def _find(texts: Texts, key: str, **fields: object) -> str:
    return texts.find("vi", f"list.shown.{key}").format(**fields)


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """Shows a bar at a terminal; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def asked(heading: str, codes: Sequence[str]) -> str:
    """Asks what a column is until it is one of the codes."""
    while True:
        answer = typer.prompt(f"«{heading}» = {', '.join(codes)}", default="ignored")
        if answer in codes:
            return str(answer)
