"""`python -m bot migrate`: brings the database up to date."""

import typer

from bot.commands.opening import readable_problems, settings_or_exit, sign_older_audit, store_or_exit
from storage import migrations


def migrate() -> None:
    """Brings the database up to date; running it twice does no harm.

    Example: DONGHANH_DATABASE_URL=postgresql://donghanh@db/donghanh python -m bot migrate
    """
    settings = settings_or_exit()
    store = store_or_exit(settings)
    try:
        with readable_problems():
            migrations.upgrade(store)
            sign_older_audit(settings, store)
        typer.echo(f"the database is at version {migrations.current(store)}")
    finally:
        store.close()
