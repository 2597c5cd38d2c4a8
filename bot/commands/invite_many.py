"""`python -m bot invite --all`, `--list`, `--revoke`: invitations for a whole commune, from the command line."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import typer

from bot.clock import Clock
from bot.commands.account_lines import meant
from bot.commands.opening import stop, store_of
from bot.deployment import open_deployment
from bot.settings import Settings
from handlers.documents.invitations import Layout, message_of, render
from handlers.kit.deployment import Deployment
from handlers.linking import invitees, sheets
from handlers.linking.invitees import Invitee
from handlers.linking.sheets import By
from handlers.reports.invitations import Invitations
from rules import links
from rules.local_time import local_day
from storage.database import Db, Store

EVERYBODY = "all"
SORTED: tuple[By, ...] = ("hamlet", "guardian")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with the invitations of the commune; one of the first three."""

    everybody: bool
    listed: bool
    revoked: str
    pdf: Path | None
    texts: Path | None
    by: str
    letters: bool
    call: str

    @property
    def is_many(self) -> bool:
        return self.everybody or self.listed or bool(self.revoked)


def run(settings: Settings, wanted: Wanted, addresses: dict[str, str]) -> None:
    """Lists, ends or makes the invitations wanted. `addresses`: where each platform says our bot is reached."""
    by = next((each for each in SORTED if each == wanted.by), None) or stop(f"--by is one of {', '.join(SORTED)}")
    if wanted.everybody:
        _check_files(wanted)
    deployment = open_deployment(settings, Clock())
    deployment.addresses.update(addresses)
    with store_of(settings) as store:
        if wanted.everybody:
            return _make(store, deployment, by, wanted)
        with store.transaction() as db:
            if wanted.listed:
                return _list(db, deployment, by)
            return _revoke(db, settings.unit, wanted.revoked)


def _check_files(wanted: Wanted) -> None:
    files = [file for file in (wanted.pdf, wanted.texts) if file]
    if not files:
        stop("--all needs --pdf FILE for paper, --texts FILE for messages to copy, or both")
    for file in files:
        if file.exists():
            stop(f"{file} is there already: nothing is written over")
        if not file.parent.is_dir():
            stop(f"{file}: there is no folder {file.parent}")


def _make(store: Store, deployment: Deployment, by: By, wanted: Wanted) -> None:
    """Opens the files before any code ends; sets them after the commit, so that a running service never waits."""
    with ExitStack() as files:
        pdf, texts = (files.enter_context(_new(file)) if file else None for file in (wanted.pdf, wanted.texts))
        with store.transaction() as db:
            made = sheets.make(db, deployment, deployment.unit, by, inviter=None, contact=wanted.call)
            at = db.now
        if not made.each:
            stop("everybody on record has linked already: nobody to invite")
        if texts:
            texts.write(_messages(made, deployment).encode())
        if pdf:
            layout: Layout = "letters" if wanted.letters else "cards"
            pdf.write(render(made, layout, sheets.words(deployment), at))
    written = ", ".join(str(file) for file in (wanted.pdf, wanted.texts) if file)
    typer.echo(f"{written}: {len(made.each)} invitations, good until {made.until:%d/%m/%Y}.")
    typer.echo("Earlier codes of these people have ended, those on paper too. Delete the files when they are used.")


@contextmanager
def _new(file: Path) -> Iterator[IO[bytes]]:
    """Opens a new file that only its owner reads: the codes in it open accounts. What fails leaves none behind."""
    try:
        opened = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except OSError as problem:
        stop(f"{file} cannot be written: {problem.strerror}")
    try:
        with opened:
            yield opened
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _messages(made: Invitations, deployment: Deployment) -> str:
    words = sheets.words(deployment)
    return "\n".join(
        f"{each.name} · {each.phone} · {each.group}\n{message_of(each, made, words)}\n" for each in made.each
    )


def _list(db: Db, deployment: Deployment, by: By) -> None:
    everybody = invitees.of_unit(db, deployment.unit)
    db.audit(deployment.unit, None, "invitees.listed", None, f"command line: {len(everybody)}")
    words = sheets.words(deployment)
    for each in sheets.sorted_by(everybody, by, words):
        typer.echo(f"{each.ref} {each.name} ({each.role}), {sheets.group_of(each, by, words)}: {_state(each)}")
    linked = sum(each.linked for each in everybody)
    typer.echo(f"{linked} of {len(everybody)} have linked")


def _state(invitee: Invitee) -> str:
    if invitee.linked:
        return "linked"
    until = invitee.code_until
    return f"code good until {local_day(until):%d/%m/%Y}" if until else "no code"


def _revoke(db: Db, unit: str, who: str) -> None:
    if who == EVERYBODY:
        open_until = [each.account_id for each in invitees.of_unit(db, unit) if each.code_until and each.account_id]
    else:
        open_until = [_account_meant(db, unit, who)]
    ended = sum(invitees.take_back(db, unit, account_id, None) for account_id in open_until)
    typer.echo(f"{ended} codes ended; what stands on paper opens nothing any more")


def _account_meant(db: Db, unit: str, who: str) -> int:
    listed = invitees.find(db, unit, who) if links.read_code(who) is None else None
    return listed.account_id if listed and listed.account_id else meant(db, unit, who).id
