"""A commune's own quiet hours: typed as people type them, refused where nobody would sleep."""

from datetime import time

import pytest

from bot.installation import steps
from bot.installation.steps import CannotBeSo
from rules.quiet import USUAL, Hours
from seeds.units import make_known
from storage.database import Store

UNIT = "17791"


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("20:00", "7:00", Hours(time(20), time(7))),
        ("21h", "6h30", USUAL),
        ("22.30", "5", Hours(time(22, 30), time(5))),
    ],
)
def test_hours_are_read_as_they_are_typed(store: Store, since: str, until: str, hours: Hours) -> None:
    with store.transaction() as db:
        make_known(db, UNIT)
        assert steps.quiet_hours(db, UNIT) == USUAL
        steps.set_quiet_hours(db, UNIT, since, until)
        assert steps.quiet_hours(db, UNIT) == hours


@pytest.mark.parametrize(
    ("since", "until"), [("", ""), ("tối", "sáng"), ("12:00", "6:00"), ("21:00", "9:00"), ("25", "6")]
)
def test_hours_in_which_nobody_sleeps_are_refused(store: Store, since: str, until: str) -> None:
    with store.transaction() as db:
        make_known(db, UNIT)
        with pytest.raises(CannotBeSo, match="quiet_hours"):
            steps.set_quiet_hours(db, UNIT, since, until)
