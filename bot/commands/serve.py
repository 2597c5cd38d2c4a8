"""`python -m bot serve`: runs the service."""

import typer

from bot import app
from bot.commands.opening import settings_or_exit, sqlite_file
from bot.commands.running import open_service, run_until_told


def run_service() -> None:
    """Runs the service with the settings of the environment and `.env`. Migrates the embedded database, no other.

    Example: DONGHANH_TELEGRAM_TOKEN=… python -m bot serve
    """
    settings = settings_or_exit()
    service = open_service(settings, migrate=sqlite_file(settings) is not None)
    run_until_told(app.serve(service, ready=lambda: typer.echo(f"ready on http://{service.settings.listen}", err=True)))
