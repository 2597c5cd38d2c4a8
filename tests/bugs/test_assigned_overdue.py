"""A guardian who is given somebody long overdue was asked to visit before a day that had passed."""

from datetime import date

from tests.handlers.commune import told
from tests.person import World


def test_the_day_to_visit_by_lies_ahead(world: World) -> None:
    hung, khuyen = world.officer(), world.guardian("Đinh Văn Khuyến")
    nam = world.person(next_visit_on=date(2026, 11, 10))
    hung.fills("assign", person=nam, guardian=khuyen.account_id)
    [notice] = told(khuyen, "assignment")
    assert "10/11" not in notice
