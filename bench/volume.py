"""Large amounts: an alert behind 100,000 waiting messages, a million reminders, a message to many; nothing at all.

Run as `python -m bench.volume alert|due|many|idle`.
"""

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bench import falling_due, to_many, waiting
from bench import idle as at_rest

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)


class Kind(StrEnum):
    sqlite = "sqlite"
    postgresql = "postgresql"


Database = Annotated[Kind, typer.Option(help="a new, empty one of its own")]
WITHIN = 1.0


@app.command()
def alert(
    database: Database = Kind.sqlite,
    rows: Annotated[int, typer.Option(help="broadcast messages that wait")] = 100_000,
    times: Annotated[int, typer.Option(help="alerts, one after the other")] = 20,
) -> None:
    """Time until an alert leaves while broadcasts wait; ends with 1 if one took a second or more."""
    with tempfile.TemporaryDirectory(prefix="donghanh-volume-") as folder:
        if waiting.run(database.value, rows, times, Path(folder)) >= WITHIN:
            raise typer.Exit(1)


@app.command()
def due(
    database: Database = Kind.sqlite,
    rows: Annotated[int, typer.Option(help="guardians with a visit due, all at once")] = 200_000,
    planned: Annotated[bool, typer.Option(help="by the day's own planning, measured too; or put in at once")] = True,
) -> None:
    """Batches of reminders until each is in the outbox; ends with 1 unless every guardian has exactly one."""
    with tempfile.TemporaryDirectory(prefix="donghanh-volume-") as folder:
        falling_due.run(database.value, rows, Path(folder), planned=planned)


@app.command()
def many(
    database: Database = Kind.sqlite,
    rows: Annotated[int, typer.Option(help="guardians a message is written to")] = 50_000,
) -> None:
    """Pages of a message to many until its last report; ends with 1 unless every guardian has exactly one."""
    with tempfile.TemporaryDirectory(prefix="donghanh-volume-") as folder:
        to_many.run(database.value, rows, Path(folder))


@app.command()
def idle(
    times: Annotated[int, typer.Option(help="starts of each")] = 5,
    settled: Annotated[float, typer.Option(help="seconds left alone before memory is read")] = 6.0,
) -> None:
    """Seconds until ready and resident memory of `demo` and `serve`."""
    at_rest.run(times, settled)


if __name__ == "__main__":
    app()
