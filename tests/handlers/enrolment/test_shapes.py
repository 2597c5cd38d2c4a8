"""Lists of a hundred and twenty shapes made by chance: whatever is odd about one, each row is read as it was meant."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.enrolment.plan import plan_of
from handlers.understand.tables import files, headings, rows
from handlers.understand.tables.cells import Unreadable
from storage.database import Store
from tests.handlers.enrolment.shapes import Shape, shape

UNIT = "17791"
SHAPES = 120
IN_ONE_GO = 20
FACTS = ("phone", "hamlet", "case_type", "released_on")


def faults(store: Store, made: Shape) -> Iterator[str]:
    """What is not read as it was meant. A hamlet may begin with a capital or without."""
    with store.transaction() as db:
        plan = plan_of(db, UNIT, made.content)
    read = {line.facts.name: line for line in plan.lines if line.action != "skipped"}
    yield from (
        f"{made.made}: somebody of nowhere in row {read[name].row}" for name in read.keys() - made.people.keys()
    )
    for name, person in made.people.items():
        line = read.get(name)
        if line is None:
            yield f"{made.made}: {name} is missing"
            continue
        facts = {fact: str(getattr(line.facts, fact)).casefold() for fact in FACTS}
        wrong = [fact for fact in FACTS if facts[fact] != str(person[fact]).casefold()]
        wrong += ["born"] if line.facts.year != person["born"] else []
        wrong += ["helper"] if person.get("helper", (None, None)) != (line.guardian_name, line.guardian_phone) else []
        if wrong or line.action != "new":
            yield f"{made.made}: {name} {line.action} {wrong}"


@pytest.mark.parametrize("first", range(0, SHAPES, IN_ONE_GO))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_row_of_every_shape_is_read_as_it_was_meant(store: Store, first: int) -> None:
    assert [fault for seed in range(first, first + IN_ONE_GO) for fault in faults(store, shape(seed))] == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.integers(0, 10_000),
    st.lists(st.tuples(st.integers(0, 30_000), st.binary(max_size=6)), max_size=8),
    st.integers(0, 30_000),
)
def test_no_shape_that_is_broken_ends_in_anything_but_a_sentence(
    seed: int, breaks: list[tuple[int, bytes]], length: int
) -> None:
    content = bytearray(shape(seed).content)
    for at, octets in breaks:
        content[at % len(content) : at % len(content) + len(octets)] = octets
    with suppress(Unreadable):
        table, head = headings.best_of(files.read(bytes(content[: length or None])), {})
        list(rows.entries(table, head))
