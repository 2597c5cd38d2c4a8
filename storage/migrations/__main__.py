"""Drafts the next version from what the tables say: `python -m storage.migrations "what changes"`. Then edit it."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.database import connect
from storage.migrations import alembic_config, all_versions, latest, upgrade


def draft(message: str) -> None:
    """Writes the file of the next version, from what the tables have that the versions do not make."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'draft.db'}"
        # version by version: an empty database would be made from the very tables that are compared
        upgrade(url, min(all_versions()))
        upgrade(url)
        engine = connect(url)
        with engine.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True, rev_id=f"{int(latest()) + 1:04}")
        engine.dispose()


if __name__ == "__main__":
    draft(sys.argv[1])
