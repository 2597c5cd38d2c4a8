"""`python -m bot setup`: set-up in the terminal, by questions or by flags; each step can be left and taken up again."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.prompt import Confirm, Prompt

from bot.commands import code_shown
from bot.commands.doctor_missing import lacking_line
from bot.commands.opening import readable_problems, settings_or_exit, sqlite_file, stop
from bot.commands.running import Opened, open_up_to_date
from bot.commands.serve import setup_address
from bot.installation import channels, official_account, steps
from bot.installation.clearing import clear as clear_entered
from bot.installation.steps import CannotBeSo
from bot.settings import Settings
from handlers.texts import Texts
from handlers.understand.commune_search import commune_named, search_communes
from handlers.understand.phones import read_phone
from rules import links
from storage import accounts, installation
from storage.database import Db

MOST_SHOWN = 9


@dataclass(slots=True)
class Terminal:
    """Set-up on an opened store; what a step has stored holds from the next step on."""

    settings: Settings
    opened: Opened
    out: Console
    texts: Texts

    def says(self, key: str, **fields: object) -> str:
        return self.texts.find("vi", f"setup.terminal.{key}").format(**fields)

    def write(self, work: Callable[[Db], object]) -> None:
        """Runs one step in a transaction, or stops saying why it cannot be so."""
        try:
            with self.opened.store.transaction() as db:
                work(db)
        except CannotBeSo as problem:
            stop(self.texts.find("vi", f"setup.problem.{problem.code}"))

    @property
    def unit(self) -> str:
        """Gives the commune, of the environment or chosen before."""
        with self.opened.store.transaction() as db:
            unit = self.opened.settings.unit or installation.get(db, installation.UNIT)
        return unit or stop(self.says("no_commune"))

    def given(self) -> Settings:
        """Gives the settings with the commune that may have been chosen just now."""
        return self.opened.settings.model_copy(update={"unit": self.unit})

    def choose(self, code: str) -> None:
        self.write(lambda db: steps.choose_commune(db, code, self.opened.settings.unit))
        self.out.print(f"✓ {commune_named(code)} ({code})")

    def add_officer(self, described: str) -> None:
        """Adds one of «police;Lê Văn Hùng;0912345678;1985;Công an xã Kim Bảng»; the agency's name may be left out."""
        kind, name, phone, born, agency = (*described.split(";"), "", "", "", "", "")[:5]
        unit = self.unit
        place = commune_named(unit)
        usual = self.texts.find("vi", f"setup.agency.{kind}") if kind in steps.AGENCIES else ""

        def add(db: Db) -> None:
            organisation = steps.add_agency(db, unit, kind, agency or usual.format(place=place.name if place else ""))
            steps.add_officer(db, unit, organisation, {"name": name, "phone": phone, "born": born})

        self.write(add)
        self.out.print(f"✓ {kind}: {name}")

    def make_admin(self, phone: str) -> None:
        """Makes the officer of this number the first admin, and prints their code with a QR for each channel."""
        unit, made = self.unit, []

        def make(db: Db) -> None:
            account = accounts.by_phone(db, read_phone(phone) or "")
            code = steps.invite_first_admin(db, unit, account)
            made.append((account.name if account else "", code))

        self.write(make)
        for name, code in made:
            self.out.print(f"✓ {name}: {code}   ({self.says('code_life', days=links.LIFE.days)})")
            code_shown.print_ways(self.given(), code)

    def try_token(self, name: str, token: str) -> None:
        platform = next(pasted for pasted in channels.pasted() if pasted.name == name)
        settings = self.given()
        outcome, bot = asyncio.run(channels.tried(settings, platform, token))
        if outcome != "works":
            where = self.texts.find("vi", f"setup.channels.where.{name}")
            stop(f"{name}: {self.texts.find('vi', f'setup.problem.{outcome}')}\n{where}")
        self.write(lambda db: channels.store(db, settings, platform, token))
        self.out.print(f"✓ {name}: {bot}; {self.says('serve_again')}")

    def try_official_account(self, entered: dict[str, str]) -> None:
        """Tries a Zalo OA of its five codes, and stores it if it works."""
        settings = self.given()
        outcome, name = asyncio.run(official_account.tried(settings, self.opened.store, entered))
        if outcome != "works":
            stop(f"Zalo OA: {self.texts.find('vi', f'setup.problem.{outcome}')}")
        self.write(lambda db: official_account.store(db, settings, entered))
        self.out.print(f"✓ Zalo OA: {name}; {self.says('serve_again')}")

    def show(self) -> None:
        """Lists the steps, done or not."""
        settings = self.opened.settings
        with self.opened.store.transaction() as db:
            unit = settings.unit or installation.get(db, installation.UNIT)
            states = steps.done(db, settings.model_copy(update={"unit": unit}))
        for step, is_done in states.items():
            self.out.print(
                f"{'✓' if is_done else '–'} {step}" + ("" if is_done else f"   {lacking_line(self.texts, step)}")
            )


def setup(
    commune: Annotated[str, typer.Option(help="code of the commune; `python -m bot units NAME` finds it")] = "",
    officer: Annotated[
        list[str] | None, typer.Option(help="police, border or committee;name;phone;born[;name of the agency]")
    ] = None,
    no_border: Annotated[bool, typer.Option("--no-border", help="the commune has no border post")] = False,
    admin: Annotated[str, typer.Option(help="phone of the officer who is to be the first admin")] = "",
    telegram_token: Annotated[str, typer.Option(help="is tried at once, and kept sealed")] = "",
    zalo_bot_token: Annotated[str, typer.Option(help="is tried at once, and kept sealed")] = "",
    zalo_oa: Annotated[
        bool, typer.Option("--zalo-oa", help="ask for the five codes of a Zalo OA; they are tried at once")
    ] = False,
    keys_kept: Annotated[bool, typer.Option("--keys-kept", help="a copy of the keys file is in the safe")] = False,
    urgent: Annotated[int, typer.Option(help="minutes until an urgent alert goes a step up")] = 0,
    high: Annotated[int, typer.Option(help="minutes until a high alert goes a step up")] = 0,
    id_numbers: Annotated[
        bool | None, typer.Option(help="keep, sealed, the identity cards that lists give; or forget them")
    ] = None,
    quiet: Annotated[str, typer.Option(help="when phones are silent, such as 21:00-6:30")] = "",
    link: Annotated[bool, typer.Option("--link", help="print a one-time link to set-up by browser")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="delete whom and what was entered for trying")] = False,
    real: Annotated[bool, typer.Option("--real", help="real people are entered from now on")] = False,
    status: Annotated[bool, typer.Option("--status", help="only list the steps")] = False,
) -> None:
    """Sets a commune up: asks for what is missing, or does what the flags say.

    Example: python -m bot setup --commune 17791 --officer "police;Lê Văn Hùng;0912345678;1985"
    """
    clocks = {"urgent": urgent, "high": high} if urgent or high else {}
    with readable_problems(), _opened() as at:
        did = _by_flags(at, commune, officer or [], admin, {"telegram": telegram_token, "zalo_bot": zalo_bot_token})
        did |= _confirmed(at, no_border=no_border, keys_kept=keys_kept, clocks=clocks)
        did |= _ends(at, clear=clear, real=real)
        did |= _habits(at, quiet=quiet, id_numbers=id_numbers)
        if zalo_oa:
            _ask_official_account(at)
        if link:
            typer.echo(setup_address(at.opened))
        elif not (did or zalo_oa or status):
            _ask(at)
        if status or not link:
            at.show()


@contextmanager
def _opened() -> Iterator[Terminal]:
    """Opens the database of the settings for the terminal, and closes it behind it."""
    settings = settings_or_exit()
    opened = open_up_to_date(settings, migrate=sqlite_file(settings) is not None)
    try:
        yield Terminal(settings, opened, Console(highlight=False, soft_wrap=True), Texts.load())
    finally:
        opened.close()


def _by_flags(at: Terminal, commune: str, officers: list[str], admin: str, tokens: dict[str, str]) -> bool:
    if commune:
        at.choose(commune)
    for described in officers:
        at.add_officer(described)
    if admin:
        at.make_admin(admin)
    for name, token in tokens.items():
        if token:
            at.try_token(name, token)
    return bool(commune or officers or admin or any(tokens.values()))


def _confirmed(at: Terminal, *, no_border: bool, keys_kept: bool, clocks: dict[str, int]) -> bool:
    if no_border:
        at.write(lambda db: installation.put(db, steps.NO_BORDER, steps.YES))
    if keys_kept:
        at.write(lambda db: installation.put(db, steps.KEYS_KEPT, f"{db.today}"))
    if clocks:
        unit = at.unit

        def set_clocks(db: Db) -> None:
            minutes = {**steps.climb_minutes(db, unit), **{level: value for level, value in clocks.items() if value}}
            steps.set_clocks(db, unit, {level: str(value) for level, value in minutes.items()})

        at.write(set_clocks)
    return no_border or keys_kept or bool(clocks)


def _ends(at: Terminal, *, clear: bool, real: bool) -> bool:
    unit = at.unit if clear or real else ""
    if clear:
        typer.confirm(at.says("clear"), abort=True)
        if typer.prompt(at.says("clear_sure")).strip().lower() != "xoa":
            stop(at.texts.find("vi", "setup.problem.not_sure"))
        at.write(lambda db: at.out.print(f"✓ {at.says('cleared', count=clear_entered(db, unit))}"))
    if real:
        at.write(lambda db: steps.run_for_real(db, unit))
    return clear or real


def _habits(at: Terminal, *, quiet: str, id_numbers: bool | None) -> bool:
    if quiet:
        unit = at.unit
        since, _, until = quiet.partition("-")
        at.write(lambda db: steps.set_quiet_hours(db, unit, since, until))
    if id_numbers is not None:
        unit = at.unit
        at.write(lambda db: steps.keep_id_numbers(db, unit, id_numbers))
    return bool(quiet) or id_numbers is not None


def _ask(at: Terminal) -> None:
    """Asks for what is missing, step by step; Enter leaves a step for later."""
    with at.opened.store.transaction() as db:
        lacking = steps.missing(db, at.opened.settings)
    if "commune" in lacking and not _ask_commune(at):
        return
    if "agencies" in lacking:
        _ask_officers(at)
    if "admin" in lacking and (phone := Prompt.ask(at.says("ask_admin"), default="")):
        at.make_admin(phone)
    if "channels" in lacking:
        for platform in channels.pasted():
            if token := Prompt.ask(at.says("ask_token", channel=platform.name), default="", password=True):
                at.try_token(platform.name, token)
    if "keys" in lacking:
        at.out.print(at.says("copy_keys", file=at.settings.keys_file))
        kept = Confirm.ask(at.says("ask_kept"), default=False)
        _confirmed(at, no_border=False, keys_kept=kept, clocks={})
    if "times" in lacking and (minutes := Prompt.ask(at.says("ask_urgent"), default="10")):
        _confirmed(at, no_border=False, keys_kept=False, clocks={"urgent": int(minutes) if minutes.isdecimal() else 0})


def _ask_official_account(at: Terminal) -> None:
    at.out.print(at.texts.find("vi", "setup.channels.where.zalo_oa").format(address="https://…/hooks/zalo-oa"))
    entered = {
        name: typer.prompt(at.texts.find("vi", f"setup.channels.{name}"), hide_input=name in official_account.SECRET)
        for name in official_account.FIELDS
    }
    at.try_official_account(entered)


def _ask_commune(at: Terminal) -> bool:
    while words := Prompt.ask(at.says("ask_commune"), default=""):
        communes = search_communes(words, MOST_SHOWN)
        for place, commune in enumerate(communes, start=1):
            at.out.print(f"{place}. {commune} ({commune.code})  {', '.join(commune.was[:4])}")
        chosen = Prompt.ask(at.says("ask_place"), default="") if communes else ""
        if chosen.isdecimal() and 1 <= int(chosen) <= len(communes):
            at.choose(communes[int(chosen) - 1].code)
            return True
    return False


def _ask_officers(at: Terminal) -> None:
    for kind in steps.AGENCIES:
        while name := Prompt.ask(at.says("ask_officer", agency=at.texts.find("vi", f"roster.kind.{kind}")), default=""):
            phone, born = Prompt.ask(at.says("ask_phone")), Prompt.ask(at.says("ask_born"))
            at.add_officer(f"{kind};{name};{phone};{born}")
