"""A new question in the visit report is a line in the form and two texts: all the rest follows."""

import pytest

from handlers.kit import Form, YesNo
from handlers.matters import REGISTRY
from handlers.visits.correction import correcting
from handlers.visits.report import file_report, met, visit_report
from storage import visits
from tests.person import Talker, World

TEXTS = {
    "visit_report.family_supports.ask": "Người thân có ủng hộ không?",
    "visit_report.family_supports.label": "Người thân ủng hộ",
}


@pytest.fixture(autouse=True)
def _asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form as it would be with the question before the note."""
    questions = list(visit_report.questions)
    place = questions.index(visit_report.by_id["note"])
    questions.insert(place, YesNo("family_supports", when=met))
    with_it = Form("visit_report", *questions, submit=file_report, may=("guardian",))
    monkeypatch.setitem(REGISTRY.forms, "visit_report", with_it)
    monkeypatch.setitem(REGISTRY.forms, "visit_correction", correcting(with_it))
    for key, text in TEXTS.items():
        monkeypatch.setitem(world.deployment.texts.by_language["vi"], key, text)


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def nam(world: World, tu: Talker) -> int:
    return world.person("Trần Văn Nam", guardian=tu)


def tells(tu: Talker, nam: int, answer: str, until: str = "") -> str:
    return tu.reports(nam, family_supports=answer, note="đang phụ hồ", until=until)


def test_it_is_asked_and_reviewed_and_kept(world: World, tu: Talker, nam: int) -> None:
    assert tu.reports(nam, until="family_supports").startswith(TEXTS["visit_report.family_supports.ask"])
    assert tu.last.labels[:2] == ["Có", "Không"]
    assert "Người thân ủng hộ: Có" in tu.answers(family_supports="yes", until="review")
    tu.chooses("Gửi đi")
    with world.look() as db:
        [visit] = visits.latest(db, nam)
        assert visit.said()["family_supports"] == "yes"


def test_it_is_changed_at_the_review_and_put_right_afterwards(world: World, tu: Talker, nam: int) -> None:
    tells(tu, nam, "yes", until="review")
    assert tu.changes("family_supports").startswith(TEXTS["visit_report.family_supports.ask"])
    assert "Người thân ủng hộ: Không" in tu.chooses("Không")
    tu.chooses("Gửi đi")
    world.clock.move(minutes=1)
    assert "Người thân ủng hộ: Không" in tu.says("sửa báo cáo 1")
    tu.changes("family_supports")
    assert "Người thân ủng hộ: Có" in tu.chooses("Có")
    tu.chooses("Gửi đi")
    with world.look() as db:
        [visit] = visits.latest(db, nam)
        assert (visit.said()["family_supports"], visit.version) == ("yes", 2)


def test_it_is_not_asked_where_its_condition_does_not_hold(tu: Talker, nam: int) -> None:
    with pytest.raises(AssertionError, match="never asked: family_supports"):
        tu.reports(nam, outcome="away", family_supports="yes", until="review")
    assert TEXTS["visit_report.family_supports.label"] not in tu.sees


def test_officer_and_guardian_read_it_in_the_persons_history(world: World, tu: Talker, nam: int) -> None:
    tells(tu, nam, "no")
    hung = world.officer()
    hung.presses(f"do:person_card:{nam}")
    assert "\nNgười thân ủng hộ: Không\n«đang phụ hồ»" in hung.chooses("Các lần ghé thăm")
    assert "\nNgười thân ủng hộ: Không\n«đang phụ hồ»" in tu.says("đã báo")


def test_an_older_report_reads_as_it_did(world: World, tu: Talker, nam: int) -> None:
    with pytest.MonkeyPatch.context() as before:
        before.setitem(REGISTRY.forms, "visit_report", visit_report)
        tu.reports(nam, note="đang phụ hồ")
    told = world.officer().presses(f"do:person_visits:{nam}")
    assert "Gặp được · Tốt\n" in told
    assert "«đang phụ hồ»" in told
    assert TEXTS["visit_report.family_supports.label"] not in told
