"""`python -m bot understand`: how typed sentences are understood, for trying out phrases and for measuring."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import Clock
from bot.commands.opening import settings_or_exit, stop, store_of
from handlers.understand.durations import find_duration
from handlers.understand.phones import read_phone
from handlers.understand.places import find_place, today_of
from handlers.understand.stopwords import is_resume, is_stop
from handlers.understand.understood import Understood, understood
from handlers.understand.unkind import shames
from rules.links import read_code
from rules.local_time import ZONE, local_day
from rules.roles import CODES
from storage import unsure_choices

Now = Annotated[str, typer.Option(help="the day or the moment it is typed, such as 2026-11-23 or 2026-11-23T10:00")]


def understand(
    sentence: Annotated[list[str] | None, typer.Argument(help="what somebody might type")] = None,
    role: Annotated[str, typer.Option(help=f"who types it: {', '.join(CODES)}; without it, anybody")] = "",
    now: Now = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object instead of lines to read")] = False,
    file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="a TSV with id, text and perhaps role, now, today: JSON lines"),
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="what people chose where their words were not certain; no identity")
    ] = False,
) -> None:
    """Prints what a sentence is taken for: intent, danger, day or moment, amount, visit. Nothing is stored or sent.

    Example: python -m bot understand "hôm qua ghé anh Nam mà không gặp" --role guardian
    """
    if review:
        _print_review(as_json)
        return
    if role and role not in CODES:
        stop(f"--role must be one of {', '.join(CODES)}")
    if file is not None:
        for line in _of_file(file, role, now):
            typer.echo(line)
        return
    text = " ".join(sentence or ()) or stop("what is to be understood? Give a sentence, or --file")
    readings = understood(text, _moment(now), role or None)
    if as_json:
        typer.echo(_json("", readings))
        return
    for name, value in _readings(text, readings, local_day(_moment(now))):
        typer.echo(f"{name:<12} {value}")


def _print_review(as_json: bool) -> None:
    with store_of(settings_or_exit()) as store, store.transaction() as db:
        choices = unsure_choices.every(db)
    if as_json:
        for choice in choices:
            typer.echo(json.dumps({**asdict(choice), "day": choice.day.isoformat()}, ensure_ascii=False))
        return
    for choice in choices:
        typer.echo(f"{choice.day}  {choice.count:>4}  {choice.chosen:<18} {choice.words}")
    typer.echo(f"{len(choices)} sentences; write of their kind in seeds/phrases, not these")


def _of_file(file: Path, role: str, now: str) -> Iterator[str]:
    """Reads the rows as they stand: a quotation mark is one that somebody typed."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if "text" not in (rows.fieldnames or ()):
            stop(f"{file} has no column text")
        for row in rows:
            typed_by = row.get("role") or role
            moment = _moment(row.get("now") or row.get("today") or now)
            yield _json(
                row.get("id") or "", understood(row["text"] or "", moment, typed_by if typed_by in CODES else None)
            )


def _moment(said: str) -> datetime:
    """Reads --now; a moment without a zone, and a day's first moment, are those of Viet Nam."""
    if not said:
        return Clock().now()
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        stop(f"{said} is no day or moment such as 2026-11-23T10:00")
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)


def _json(id: str, reading: Understood) -> str:
    return json.dumps({"id": id, **reading.to_json()}, ensure_ascii=False)


def _readings(text: str, reading: Understood, today: date) -> Iterator[tuple[str, object]]:
    yield "intent", f"{reading.intent} ({reading.confidence:.2f})"
    yield "or", ", ".join(reading.alternatives) or "-"
    yield "emergency", f"{reading.danger.verdict} ({reading.danger.kind})" if reading.danger.kind else "-"
    yield "stop", "stop" if is_stop(text) else "start again" if is_resume(text) else "-"
    yield "when", reading.when.isoformat(" ") if isinstance(reading.when, datetime) else reading.when or "-"
    yield "amount", f"{reading.amount} đồng" if reading.amount is not None else "-"
    yield "length", find_duration(text, today) or "-"
    for name, value in (reading.visit or {"visit": "-"}).items():
        if value:
            yield name, ", ".join(value) if isinstance(value, list) else value
    yield "phone", read_phone(text) or "-"
    place = find_place(text)
    yield "place", " → ".join(filter(None, (place.name, today_of(place)))) if place else "-"
    yield "code", read_code(text) or "-"
    if shames(text):
        yield "unkind", "yes: we do not write this ourselves"
