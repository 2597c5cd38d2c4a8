"""`python -m bot demo`: runs a believable commune with three phones on one page."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import Service, serve
from bot.commands.demo_stage import Demo
from bot.commands.opening import settings_or_exit, stop
from bot.commands.running import open_service, run_until_told
from seeds import demo_growth, demo_quarter
from storage import accounts, installation

# a folder of its own: its keys and attachments are never taken for the real ones
UNIT = "17791"
PAPERS = Path("var/demo/quarters")
DEMO = {"database_url": "sqlite:///var/demo/donghanh.db", "keys_file": Path("var/demo/keys.json")}


def run_demo(
    seed_only: Annotated[
        bool, typer.Option(help="fill the database of the settings, print the accounts, stop")
    ] = False,
    guardians: Annotated[int, typer.Option(min=1, help="how many guardians the commune has")] = 12,
    quarters: Annotated[
        int, typer.Option(min=0, max=8, help="first play so many quarters, day by day, on the demo's clock")
    ] = 0,
    folder: Annotated[Path, typer.Option(help="where the papers of the quarters played are written")] = PAPERS,
) -> None:
    """Runs a believable demo commune on the embedded database, with three phones on one page.

    Example: python -m bot demo
    """
    settings = settings_or_exit()
    if not seed_only and "database_url" not in settings.model_fields_set:
        settings = settings.model_copy(update=DEMO)
    settings = settings.model_copy(update={"unit": settings.unit or UNIT})
    service = open_service(settings, migrate=True, purpose=installation.DEMO)
    _mark(service)
    demo_growth.grow(service.store, settings.unit, guardians)
    if quarters:
        _play(service, quarters, folder)
    if seed_only:
        for account in demo_growth.listed(service.store, settings.unit, codes=True):
            typer.echo(str(account))
        service.store.close()
        if service.lock is not None:
            service.lock.close()
        return
    with service.store.transaction() as db:
        demo_quarter.write_quarter(db, settings.unit)
    stage = Demo(service)
    base = f"http://{settings.listen}"
    places = (("Đồng Hành, demo", "demo"), ("officers' desk", "console"), ("web chat alone", "chat"))
    lines = (*(f"{what}: {base}/{path}" for what, path in places), "Ctrl+C ends it.")
    run_until_told(serve(service, stage=stage, prepare=stage.set_up, ready=lambda: typer.echo("\n".join(lines))))


def _play(service: Service, quarters: int, folder: Path) -> None:
    """Plays the commune on and writes the papers of each quarter into a folder of its own."""
    # imported here: a demo that only starts does without
    from bot.commands.demo_commune import gathered
    from bot.commands.demo_paperwork import ask_for_papers, write_folder
    from bot.commands.demo_player import Stage
    from bot.commands.demo_quarters import play

    stage = Stage(service.store, service.deployment, service.clock)
    commune = gathered(stage, service.settings.unit)
    for quarter in play(commune, quarters):
        ask_for_papers(commune, quarter)
        place = folder / f"{quarter.year}-{quarter.number}"
        files = write_folder(commune, place)
        done = ", ".join(f"{what} {count}" for what, count in commune.done.items())
        typer.echo(f"quarter {quarter.number} of {quarter.year}: {files} papers in {place}; so far: {done}", err=True)


def _mark(service: Service) -> None:
    """Keeps the invented commune out of a real one's database, and lets `serve` know whose this is."""
    with service.store.transaction() as db:
        purpose = installation.get(db, installation.PURPOSE)
        if purpose not in ("", installation.DEMO) and accounts.ids_of(db, service.settings.unit):
            stop("this is the database of a real commune: the demo has its own, without DONGHANH_DATABASE_URL")
        if not accounts.ids_of(db, service.settings.unit):
            installation.put(db, installation.PURPOSE, installation.DEMO)
            installation.put(db, installation.UNIT, service.settings.unit)
