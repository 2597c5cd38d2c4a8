"""The measurement of typed turns measures answers that are understood, by button and in words alike."""

from pathlib import Path

from bench.typed import answered, asked_for, opened


def test_all_that_the_measurement_types_is_understood(tmp_path: Path) -> None:
    world = opened(tmp_path)
    guardian = world.guardian()
    person = world.person(guardian=guardian)
    costs = [answered(world, guardian, person, 5), asked_for(world, guardian, 3)]
    assert [cost.lost for cost in costs] == [0, 0]
    assert all(len(cost.typed) == len(cost.pressed) for cost in costs)
    world.store.close()
