"""A number never means two things: a record is typed with its letter, a bare number is a place in the list shown."""

import pytest

from handlers.kit.deployment import Deployment
from handlers.notify.alerts import raise_alert
from storage import alerts, assignments, offers, units
from tests.person import Talker, World

BOTH = ["C1", "c 1", "C-1", "c1"]


def raised(world: World, level: str = "high", hamlet: str = "xóm 6") -> None:
    person = world.person(hamlet=hamlet)
    with world.store.transaction() as db:
        raise_alert(db, world.deployment, unit="17791", level=level, reason="alarm", person_id=person, raised_by=None)


@pytest.fixture
def hung(world: World) -> Talker:
    """An officer who sees alert C2 first in the list, for it is urgent, and C1 second."""
    hung = world.officer()
    raised(world, "high", "xóm 1")
    raised(world, "urgent", "xóm 2")
    hung.listen()
    return hung


def taken(world: World) -> list[int]:
    with world.look() as db:
        return [alert.number for alert in alerts.open_of(db, "17791") if alert.state == "taken"]


@pytest.mark.parametrize("typed", BOTH)
def test_a_letter_and_a_number_show_the_record(hung: Talker, typed: str) -> None:
    assert hung.says(typed).startswith("🟠 CẦN XEM SỚM C1 · xóm 1")


@pytest.mark.parametrize("typed", BOTH)
def test_a_letter_beats_the_place_in_the_list(world: World, hung: Talker, typed: str) -> None:
    hung.says("cảnh báo")
    hung.says(f"nhận {typed}")
    assert taken(world) == [1]


def test_a_bare_number_is_the_place_in_the_list(world: World, hung: Talker) -> None:
    hung.says("cảnh báo")
    assert hung.says("1").startswith("🔴 KHẨN C2")
    hung.says("cảnh báo")
    hung.says("nhận 1")
    assert taken(world) == [2]


def test_without_a_list_the_word_says_which_number_is_meant(world: World, hung: Talker) -> None:
    hung.says("menu")
    hung.says("nhận số 1")
    assert taken(world) == [1]


def test_what_can_be_both_is_asked(world: World, hung: Talker) -> None:
    hung.says("cảnh báo")
    assert "C1" in hung.says("nhận số 1")
    assert taken(world) == []
    hung.chooses("C1")
    assert taken(world) == [1]


def test_the_place_stands_before_each_line(hung: Talker) -> None:
    lines = hung.says("cảnh báo").splitlines()
    assert [line[:5] for line in lines if " · " in line] == ["1. C2", "2. C1"]


def test_the_letter_of_another_kind_is_no_alert(world: World, hung: Talker) -> None:
    hung.says("nhận T1")
    hung.says("T1")
    assert taken(world) == []


def test_in_a_form_a_record_is_chosen_by_its_letter(hung: Talker) -> None:
    hung.presses("go:alert_close")
    assert "C1 · " in hung.says("C1").split("\n")[0]


def test_an_offer_is_shown_and_typed_with_its_letter(world: World) -> None:
    offers_work(world, "Thợ phụ hồ")
    offers_work(world, "Thợ hàn")
    nam = world.person_with_phone()
    nam.presses("do:jobs_in:building")
    assert {"V1 · Thợ phụ hồ", "V2 · Thợ hàn"} <= {label[: label.find(" · ", 5)] for label in nam.last.labels}
    for typed in ("V2", "v 2", "V-2"):
        assert nam.says(typed).startswith("V2 · Thợ hàn")


def offers_work(world: World, title: str) -> None:
    with world.store.transaction() as db:
        organisation = units.add_organisation(db, unit="17791", kind="enterprise", name="Xưởng mộc An")
        offers.add(
            db, unit="17791", organisation_id=organisation, kind="job", trade="building", title=title, place="xóm 4"
        )


def test_a_receipt_is_typed_as_it_is_shown(world: World, deployment: Deployment) -> None:
    guardian = world.guardian()
    nam = world.person(guardian=guardian)
    guardian.reports(nam)
    shown, typed = guardian.says("sửa báo cáo TH-0001"), guardian.says("SUA BAO CAO 1")
    assert typed.startswith(shown)
    with world.look() as db:
        assert assignments.guardian_of(db, nam) == guardian.account_id
