"""Letters of some codes, «MA: 9VTZ EPSE», were taken for danger: a newcomer got numbers to call and no welcome."""

import random

import pytest

from rules import links
from storage import alerts
from tests.person import World


@pytest.mark.parametrize("written", ["MA: {}", "mã {}", "{}", "ma cua toi la {}", "/start {}"])
def test_whatever_letters_a_code_has_no_alert_comes_of_it(world: World, written: str) -> None:
    number = random.Random(written)
    for code in ("9VTZ-EPSE", *(links.spell(number.randrange(links.HOW_MANY)) for _ in range(6))):
        assert "115" not in world.stranger(code).says(written.format(code.replace("-", " ")))
    with world.look() as db:
        assert alerts.open_of(db, world.deployment.unit) == []
