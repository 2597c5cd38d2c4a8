"""`python -m bot understand`: how a typed sentence is understood, for trying out phrases."""

from collections.abc import Iterator
from typing import Annotated

import typer

from bot.clock import Clock
from handlers.understand import intents
from handlers.understand.amounts import read_amount
from handlers.understand.danger import danger
from handlers.understand.dates import find_day
from handlers.understand.moments import read_moment
from handlers.understand.phones import read_phone
from handlers.understand.stopwords import is_resume, is_stop
from handlers.understand.unkind import shames
from handlers.understand.visits import outcome_of
from rules.links import read_code
from rules.roles import CODES
from storage.database import VIETNAM

NEXT = 2
LONGEST_AMOUNT, SHORTEST_FIGURE = 8, 5


def understand(
    sentence: Annotated[list[str], typer.Argument(help="what somebody might type")],
    role: Annotated[str, typer.Option(help=f"who types it: {', '.join(CODES)}; without it, anybody")] = "",
) -> None:
    """Prints what a sentence is taken for: intent, day, hour, amount, phone, code. Nothing is stored or sent.

    Example: python -m bot understand "hôm qua ghé anh Nam mà không gặp" --role guardian
    """
    if role and role not in CODES:
        typer.echo(f"--role must be one of {', '.join(CODES)}", err=True)
        raise typer.Exit(2)
    for name, found in _readings(" ".join(sentence), role):
        typer.echo(f"{name:<10} {found}")


def _readings(text: str, role: str) -> Iterator[tuple[str, object]]:
    now = Clock().now().astimezone(VIETNAM)
    found = intents.intent_of(text, role or None)
    yield "intent", f"{found[0]} ({found[1]})" if found else "none that is sure enough"
    near = [f"{intent} ({nearness:.2f})" for intent, nearness in intents.score(text, role or None)][: NEXT + 1]
    yield "nearest", ", ".join(near) or "-"
    danger_said = danger(text)
    yield "emergency", f"{danger_said.verdict} ({danger_said.kind})" if danger_said.kind else "-"
    yield "stop", "stop" if is_stop(text) else "start again" if is_resume(text) else "-"
    yield "visit", outcome_of(text) or "-"
    yield "day", find_day(text, now.date()) or "-"
    moment = read_moment(text, now)
    yield "moment", moment.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M") if moment else "-"
    amount = _amount(text)
    yield "amount", f"{amount} đồng" if amount is not None else "-"
    yield "phone", read_phone(text) or "-"
    yield "code", read_code(text) or "-"
    if shames(text):
        yield "unkind", "yes: we do not write this ourselves"


def _amount(text: str) -> int | None:
    """Finds the longest run of words that would be taken for an amount where one is asked for."""
    words = text.split()
    for size in range(min(len(words), LONGEST_AMOUNT), 0, -1):
        for start in range(len(words) - size + 1):
            run = " ".join(words[start : start + size])
            said_as_money = not run.isdigit() or len(run) >= SHORTEST_FIGURE
            if said_as_money and (amount := read_amount(run)) is not None:
                return amount
    return None
