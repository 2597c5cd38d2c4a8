"""A short form of `python -m bench.kills`: killed under load and started again, the service forgets nothing."""

import subprocess
import sys

import pytest

from tests.tree import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_was_answered_is_handled_exactly_once(database: str) -> None:
    few = ["--kills", "4", "--chats", "6", "--most", "1.0", "--database", database]
    run = subprocess.run(
        [sys.executable, "-m", "bench.kills", *few], cwd=ROOT, capture_output=True, text=True, timeout=900
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "everything exactly once" in run.stdout
