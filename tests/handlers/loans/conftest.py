"""Whoever has a part in a loan: police, People's Committee, an association with its savings group, the bank."""

import pytest

from tests.handlers.loans.lending import of_place
from tests.person import Talker, World


@pytest.fixture
def hung(world: World) -> Talker:
    return of_place(world, "Lê Mạnh Hùng", "officer", "police", "Công an xã Kim Bảng")


@pytest.fixture
def lan(world: World) -> Talker:
    return of_place(world, "Phan Thị Lan", "officer", "committee", "UBND xã Kim Bảng")


@pytest.fixture
def mai(world: World) -> Talker:
    return of_place(world, "Bùi Thị Mai", "partner", "union", "Hội Phụ nữ xã Kim Bảng")


@pytest.fixture
def dung(world: World) -> Talker:
    return of_place(world, "Võ Thị Dung", "partner", "bank", "Ngân hàng Chính sách xã hội")


@pytest.fixture
def everybody(hung: Talker, lan: Talker, mai: Talker, dung: Talker) -> tuple[Talker, ...]:
    return hung, lan, mai, dung
