"""Rows of small weights, added up a whole row at a time, come to what adding them one by one does."""

from array import array
from random import Random

import pytest

from handlers.understand.packed_rows import MOST_AT_ONCE, ZERO, PackedRows


def packed(rows: dict[int, list[int]], width: int) -> PackedRows:
    keys = array("I", sorted(rows)).tobytes()
    weights = bytes(weight + ZERO for key in sorted(rows) for weight in rows[key])
    return PackedRows.read(memoryview(keys + weights), len(rows), width)


@pytest.mark.parametrize("width", [1, 2, 5, 128])
@pytest.mark.parametrize("said", [0, 1, 3, MOST_AT_ONCE + 1, 1000])
def test_what_is_said_is_added_up_column_by_column(width: int, said: int) -> None:
    drawing = Random(width)
    rows = {drawing.getrandbits(32): [drawing.randint(-127, 127) for _ in range(width)] for _ in range(1200)}
    known = list(rows)[:said]
    sums, count = packed(rows, width).added({*known, 1, 2, 3} - (rows.keys() - set(known)))
    assert sums == [sum(rows[key][column] for key in known) for column in range(width)]
    assert count == said


def test_the_largest_weights_of_many_rows_do_not_run_into_their_neighbours() -> None:
    rows = {key: [127, -128, 127] for key in range(3 * MOST_AT_ONCE)}
    assert packed(rows, 3).added(rows)[0] == [127 * len(rows), -128 * len(rows), 127 * len(rows)]
