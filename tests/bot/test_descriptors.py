"""The limit of open files is raised as far as it may be."""

import subprocess
import sys

import pytest

from bot import descriptors

RAISED = "from bot import descriptors; print(descriptors.raise_limit(), descriptors.for_sockets())"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts no descriptors")
def test_a_process_started_with_few_open_files_takes_all_it_may_have() -> None:
    few = f"ulimit -S -n 300; ulimit -H -n 2000; exec {sys.executable} -c '{RAISED}'"
    done = subprocess.run(["bash", "-c", few], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2000", str(2000 - descriptors.KEPT_BACK)]
