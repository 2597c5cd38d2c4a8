"""The bench of matching, for few people: all are told, and what is read does not grow with them."""

from pathlib import Path

import pytest

from bench.matching import READS_A_BATCH, Morning


@pytest.mark.parametrize("people", [4, 40])
def test_all_are_told_and_no_query_stands_in_a_loop(tmp_path: Path, people: int) -> None:
    morning = Morning(tmp_path, people, 12)
    morning.run()
    assert morning.told() == people
    assert morning.reads <= morning.batches * READS_A_BATCH
    morning.store.close()
