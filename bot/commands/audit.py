"""`python -m bot audit …`: is the record of who did what still whole?"""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.anchor_file import ANCHORS, AnchorFile, by_unit, from_lines
from bot.anchoring import NotTaken, hand_over
from bot.commands.opening import settings_or_exit, stop, store_of
from storage import audit, audit_verification
from storage.audit import Head
from storage.audit_verification import Finding
from storage.database import VIETNAM

app = typer.Typer(no_args_is_help=True, help="The record of who did what to whom.")
SAID = {
    "changed": "{rows} changed",
    "rehashed": "{rows} written anew by somebody without the key",
    "missing": "{rows} missing",
    "cut_at_start": "{rows} cut off at the beginning",
    "cut_at_end": "{rows} cut off at the end",
    "added_at_end": "{rows} added behind the end",
    "head_changed": "the end of the chain, at row {last}, was changed",
    "unsigned": "{rows} carry no signature: start the service or run `migrate` once after the upgrade",
    "not_as_anchored": "row {last} is not the one that was anchored",
    "key_missing": "{rows} signed with an audit key that the keys file lacks",
    "account_changed": "account {account}: roles or status changed without an entry",
    "account_without_entry": "account {account}: there, and no entry tells who added it",
    "account_gone": "account {account}: gone without an entry",
}


@app.callback()
def main() -> None:
    """Commands about the audit."""


@app.command("verify")
def verify(
    anchors: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="ends kept elsewhere, a line of JSON each; may be given again"),
    ] = None,
) -> None:
    """Follows each commune's chain and compares it with its anchors, and accounts with their entries.

    Says what was done to it and since when; exits with 1 if anything was changed, added or taken away.

    Example: python -m bot audit verify
    """
    settings = settings_or_exit()
    kept = AnchorFile(settings.folder / ANCHORS)
    known_heads = kept.read()
    for file in anchors or []:
        known_heads += from_lines(file.read_text().splitlines())
    bad: dict[str, int] = {}
    with store_of(settings) as store:
        for finding in audit_verification.findings(store, by_unit(known_heads)):
            bad[finding.unit] = bad.get(finding.unit, 0) + 1
            typer.echo(said_of(finding))
        with store.transaction() as db:
            heads = audit.heads(db)
        for head in heads:
            if head.unit not in bad:
                typer.echo(f"{head.unit}: whole, {head.seq} rows")
        if not bad:
            kept.add(_moved(heads, kept.latest()))
    raise typer.Exit(1 if bad else 0)


@app.command("anchor")
def anchor() -> None:
    """Prints where each chain ends, notes it beside the keys, and hands it to DONGHANH_AUDIT_ANCHOR.

    Example: python -m bot audit anchor
    """
    settings = settings_or_exit()
    kept = AnchorFile(settings.folder / ANCHORS)
    with store_of(settings) as store, store.transaction() as db:
        heads = audit.heads(db)
        if heads and not audit.is_signed(db):
            stop("its rows carry no signature yet: python -m bot migrate")
    kept.add(_moved(heads, kept.latest()))
    for head in heads:
        typer.echo(f"{head.unit}: row {head.seq} {head.hash.hex()}")
    if settings.audit_anchor:
        try:
            asyncio.run(hand_over(settings.audit_anchor, heads))
        except NotTaken as problem:
            typer.echo(f"DONGHANH_AUDIT_ANCHOR did not take it: {problem}", err=True)
            raise typer.Exit(1) from None


def _moved(heads: list[Head], latest: dict[str, Head]) -> list[Head]:
    return [head for head in heads if head.unit not in latest or latest[head.unit].seq != head.seq]


def said_of(finding: Finding) -> str:
    """Says in a line what was found, and until when all was well."""
    rows = f"row {finding.first}" if finding.first == finding.last else f"rows {finding.first} to {finding.last}"
    said = SAID[finding.kind].format(rows=rows, last=finding.last, account=finding.account)
    return f"{finding.unit or 'accounts'}: {said}{_since(finding.since)}"


def _since(moment: datetime | None) -> str:
    return f"; whole until {moment.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}" if moment else ""
