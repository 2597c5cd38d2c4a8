"""`python -m bot guidance`: the reviewed answers on law and daily life: what to read again, what helped, what fits."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from bot.commands.opening import settings_or_exit, store_of
from handlers.help.guidance_search import index_of
from rules.guidance import Entry
from seeds.tables import load_guidance
from storage import guidance_votes


def guidance(
    question: Annotated[list[str] | None, typer.Argument(help="what somebody might ask: shows what is found")] = None,
) -> None:
    """Lists the answers to read again and how often each helped; with a question, what it would be answered with.

    Example: python -m bot guidance "mất căn cước làm lại ở đâu"
    """
    entries = load_guidance()
    if question:
        for match in index_of(entries).find(" ".join(question)):
            typer.echo(f"{match.likeness:.2f}  {match.entry.id:<28} {match.entry.title}")
        return
    with store_of(settings_or_exit()) as store, store.transaction() as db:
        votes = guidance_votes.sums(db)
        today = db.today
    for line in _lines(entries, votes, today):
        typer.echo(line)


def _lines(entries: tuple[Entry, ...], votes: Sequence[guidance_votes.Votes], today: date) -> list[str]:
    counted = Counter({(vote.entry, vote.useful): vote.count for vote in votes})
    past = [entry for entry in entries if entry.is_past_check(today)]
    seen = Counter(entry.seen for entry in entries)
    return [
        f"{len(entries)} answers: {seen['text']} from the text, {seen['press']} from the press, {seen['ask']} to ask",
        *(f"read again since {entry.check_again_on}: {entry.id} ({entry.source})" for entry in past),
        *(
            f"{entry.id:<28} useful {counted[entry.id, True]}, not {counted[entry.id, False]}"
            for entry in entries
            if counted[entry.id, True] or counted[entry.id, False]
        ),
    ]
