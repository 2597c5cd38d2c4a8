"""Clears what was entered for trying, asked for twice, and never once the commune runs for real."""

from bot.installation.steps import CannotBeSo
from storage import clearing
from storage.database import Db


def clear(db: Db, unit: str) -> int:
    """Deletes it and says how many people that were. Raises CannotBeSo."""
    try:
        return clearing.clear(db, unit)
    except clearing.RunsForReal:
        raise CannotBeSo("for_real") from None
