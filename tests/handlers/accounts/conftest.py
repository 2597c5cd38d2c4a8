"""The people of an office that its accounts are looked after by."""

import pytest

from tests.person import Talker, World


@pytest.fixture
def chief(world: World) -> Talker:
    """An officer who is an admin, too."""
    return world.linked("Đặng Thị Hoa", "officer", "admin", pronoun="chi")


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer("Lê Văn Hùng")
