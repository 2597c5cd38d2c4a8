"""The start of the service takes no more memory than it has use for."""

import subprocess
import sys

ASKED = """
import sys
from bot import plain_structlog
plain_structlog.load()
import bot.commands.serve
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_serving_imports_neither_what_colours_tracebacks_nor_what_plays_migrations() -> None:
    imported = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True).stdout.split()
    assert "structlog" in imported
    assert {"rich", "pygments", "alembic", "mako"}.isdisjoint(imported)
