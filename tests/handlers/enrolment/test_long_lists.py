"""A province's list: a row of thousands costs what one of hundreds does, in little memory, and progress is told."""

import tracemalloc
from time import process_time

import pytest

from handlers.enrolment.plan import plan_of
from storage.database import Store
from tests.handlers.enrolment.files import persons

FEW, MANY = 500, 5_000
# a row may cost so many times as much; quadratic would be ten times
AS_MUCH = 3
OCTETS_OF_A_ROW = 10_000
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


def a_list(count: int) -> bytes:
    rows = [(name(at), 1950 + at % 50, f"09{10_000_000 + at}", f"xóm {at % 40}", *REST) for at in range(count)]
    return persons(*rows)


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_row_among_thousands_costs_no_more_time_than_among_hundreds(commune: Store) -> None:
    told: list[tuple[int, int]] = []
    cost: list[float] = []
    for count in (FEW, FEW, MANY):
        content, began = a_list(count), process_time()
        with commune.transaction() as db:
            plan = plan_of(db, "17791", content, progress=lambda done, total: told.append((done, total)))
        cost.append((process_time() - began) / count)
        assert plan.total == count
    assert told[-1] == (4_500, MANY)
    assert cost[2] < AS_MUCH * cost[1], "the first warms up"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_row_takes_little_memory(commune: Store) -> None:
    content = a_list(FEW)
    with commune.transaction() as db:
        plan_of(db, "17791", content)
        tracemalloc.start()
        plan_of(db, "17791", content)
        assert tracemalloc.get_traced_memory()[1] < OCTETS_OF_A_ROW * FEW
        tracemalloc.stop()
