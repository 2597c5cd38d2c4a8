"""A province's list: ten thousand rows are compared in seconds, in little memory, and progress is told."""

import tracemalloc
from time import process_time

import pytest

from handlers.enrolment.plan import plan_of
from storage.database import Store
from tests.handlers.enrolment.files import persons

ROWS = 10_000
SECONDS, OCTETS = 20, 300_000_000
FAMILY, MIDDLE, GIVEN = (
    ["Nguyễn", "Trần", "Lê", "Phạm", "Vi", "Lô"],
    ["Văn", "Thị", "Đình", "Hữu"],
    ["An", "Bình", "Hà", "Lan", "Nam", "Oanh"],
)
REST = ("Án treo", "1/9/2025")


def name(at: int) -> str:
    """One of some thousand names: as common as names are."""
    words = (FAMILY[at % 6], MIDDLE[at // 6 % 4], GIVEN[at // 24 % 6], GIVEN[at // 144 % 6], GIVEN[at // 864 % 6])
    return " ".join(words)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_ten_thousand_rows_are_compared_within_their_time_and_memory(commune: Store) -> None:
    rows = [(name(at), 1950 + at % 50, f"09{10_000_000 + at}", f"xóm {at % 40}", *REST) for at in range(ROWS)]
    content = persons(*rows)
    told: list[tuple[int, int]] = []
    began = process_time()
    with commune.transaction() as db:
        plan = plan_of(db, "17791", content, progress=lambda done, total: told.append((done, total)))
    assert process_time() - began < SECONDS
    assert plan.total == ROWS
    assert told[-1] == (9_500, ROWS)
    tracemalloc.start()
    with commune.transaction() as db:
        plan_of(db, "17791", content)
    assert tracemalloc.get_traced_memory()[1] < OCTETS
    tracemalloc.stop()
