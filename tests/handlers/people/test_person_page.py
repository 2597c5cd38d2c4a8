"""«Hồ sơ một trang»: asked for by officers of the commune, made of what they may see, set on one page."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from handlers.documents import pdf, person_page
from handlers.documents.person_page import Printing
from handlers.kit import Form, YesNo
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.people.person_page import PERSON_PAGE
from handlers.reports.person_page import NeedFacts, PersonPage, gather
from handlers.texts import Texts
from handlers.visits.report import met, visit_report
from rules.deadlines import Quarter
from storage import accounts, attachments, checkins, needs, persons, visits
from storage.attachments import Attachment
from tests.audited import how_often, looks_at
from tests.person import Talker, World

NASTY = 'Trần #include "x" *_$ <a> @b `c` \\ //'
PRINTING = Printing("Lê Văn Hùng", datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
SAID = {"work": "steady", "mood": "good", "concerns": ["alcohol"], "needs": ["job"], "note": "Đang phụ hồ"}


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World) -> int:
    return world.person("Trần Văn Nam", guardian=world.guardian(), born=1990, next_visit_on=date(2026, 11, 20))


def visited(world: World, person: int, day: date, outcome: str = "met", **said: object) -> None:
    with world.store.transaction() as db:
        guardian = next(one for one in accounts.with_role(db, world.deployment.unit, "guardian"))
        visits.add(
            db, guardian=guardian, person_id=person, visited_on=day, kind="home", outcome=outcome, answers=SAID | said
        )


def page_of(world: World, talker: Talker, person_id: int, report: Form = visit_report) -> PersonPage:
    with world.look() as db:
        person, account = persons.get(db, person_id), accounts.get(db, talker.account_id)
        assert person is not None
        assert account is not None
        viewer = Viewer.of(db, Wording.to(world.deployment.texts, account), person)
        forms = world.deployment.registry.forms
        return gather(person, viewer, report, forms["checkin"], forms["intake"])


def asked_for(world: World) -> list[Attachment]:
    with world.look() as db:
        return attachments.to_make(db, 9)


def vietnamese() -> Wording:
    return Wording(Texts.load(), "vi")


def empty_page(name: str = "Trần Văn Nam") -> PersonPage:
    return PersonPage(
        name,
        None,
        "xóm 6",
        "finished",
        date(2026, 1, 10),
        "managed",
        "",
        None,
        0,
        quarters=(),
        needs=(),
        alerts=(),
        checkins=(),
    )


def looks_of(world: World, talker: Talker, person_id: int) -> int:
    with world.look() as db:
        return looks_at(db, person_id, db.now.replace(year=2020))[talker.account_id]


def test_an_officer_asks_from_the_card_and_it_is_noted_to_be_made(world: World, hung: Talker, nam: int) -> None:
    hung.presses(f"do:person_card:{nam}")
    hung.chooses("Việc khác")
    hung.chooses("Giấy tờ, báo cáo")
    before = looks_of(world, hung, nam)
    assert hung.chooses("Hồ sơ một trang").startswith("Đang soạn hồ sơ một trang của anh Nam")
    [asked] = asked_for(world)
    assert (asked.ref, asked.person_id, asked.account_id) == ("person_page", nam, hung.account_id)
    assert looks_of(world, hung, nam) == before + 1


def test_it_is_asked_for_in_words_with_the_end_of_the_number(world: World, hung: Talker, nam: int) -> None:
    assert "Đang soạn" in hung.says(f"ho so mot trang {str(nam)[-4:]}")


def test_officers_of_another_commune_guardians_and_the_person_get_none(world: World, hung: Talker, nam: int) -> None:
    himself = world.person_with_phone("Vũ Văn Lực")
    with world.store.transaction() as db:
        persons.change(db, nam, unit="17792")
    assert "thuộc xã khác" in hung.presses(f"do:person_page:{nam}")
    for talker in (world.guardian("Lê Văn Bảy"), himself):
        assert "không thuộc việc của" in talker.presses(f"do:person_page:{nam}")
    assert asked_for(world) == []
    with world.look() as db:
        assert how_often(db, nam, "person.refused") == 1


def test_whoever_lost_the_right_meanwhile_gets_nothing(world: World, hung: Talker, nam: int) -> None:
    hung.presses(f"do:person_page:{nam}")
    [asked] = asked_for(world)
    with world.store.transaction() as db:
        assert PERSON_PAGE.prepare(db, world.deployment, asked) is not None
    with world.store.transaction() as db:
        accounts.set_status(db, hung.account_id, "closed", by=None)
    with world.store.transaction() as db:
        assert PERSON_PAGE.prepare(db, world.deployment, asked) is None
    with world.look() as db:
        assert how_often(db, nam, "document.made") == 1
        assert how_often(db, nam, "person.refused") == 1


def test_the_facts_go_by_quarter_and_count_what_they_do_not_tell(world: World, hung: Talker, nam: int) -> None:
    for day in (20, 18, 16, 12, 9, 4):
        visited(world, nam, date(2026, 11, day))
    visited(world, nam, date(2026, 9, 3), outcome="away", reason="at_work")
    with world.store.transaction() as db:
        needs.open_need(db, nam, "papers")
        checkins.add(db, person_id=nam, period="2026-11", answers={"face": "good", "helps": [], "words": None})
    page = page_of(world, hung, nam)
    assert [(one.quarter, one.visits, one.met, len(one.shown)) for one in page.quarters] == [
        (Quarter(2026, 4), 6, 6, 6),
        (Quarter(2026, 3), 1, 0, 0),
    ]
    assert page.quarters[0].shown[0].in_short == "Gặp được · Tốt · Uống nhiều rượu bia"
    assert (page.name, page.born, page.guardian, page.days_late) == ("Trần Văn Nam", 1990, "Nguyễn Văn Tư", 3)
    assert page.needs == (NeedFacts("papers", ""),)
    assert len(page.checkins) == 1


def test_what_another_told_in_their_name_is_marked_on_the_page(world: World, hung: Talker, nam: int) -> None:
    hoa = world.guardian("Phan Thị Hoa", "co")
    with world.store.transaction() as db:
        needs.open_need(db, nam, "papers", proxy=hoa.account_id)
        answers: dict[str, Any] = {"face": "good", "helps": [], "words": None}
        checkins.add(db, person_id=nam, period="2026-11", answers=answers, proxy=hoa.account_id)
    words = person_page.words_of(page_of(world, hung, nam), vietnamese(), PRINTING)
    assert words["needs"] == "Làm giấy tờ (cô Hoa ghi hộ)"
    checkins_said = words["checkins"]
    assert isinstance(checkins_said, list)
    assert checkins_said[0]["in_short"].endswith(" · cô Hoa ghi hộ")


def test_a_new_question_of_the_report_is_printed(
    world: World, hung: Talker, nam: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = "visit_report.family_supports.label"
    monkeypatch.setitem(world.deployment.texts.by_language["vi"], label, "Người thân ủng hộ")
    report = Form(
        "visit_report", *visit_report.questions, YesNo("family_supports", when=met), submit=visit_report.submit
    )
    visited(world, nam, date(2026, 11, 20), family_supports="yes")
    words = person_page.words_of(page_of(world, hung, nam, report), vietnamese(), PRINTING)
    assert "Người thân ủng hộ: Có" in str(words["quarters"])


def test_equal_facts_give_equal_bytes_on_one_page_without_the_name_in_its_properties() -> None:
    first, second = (person_page.render(empty_page(), vietnamese(), PRINTING) for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")
    assert re.findall(rb"/Count (\d+)", first) == [b"1"]
    assert "Hồ sơ một trang".encode() in first
    assert "Trần Văn Nam".encode() not in first
    assert "Trần".encode("utf-16-be").hex().upper().encode() not in first


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_name_is_set_as_it_is_and_never_read_as_markup(tmp_path: Path, language: str) -> None:
    content = person_page.render(empty_page(NASTY), Wording(Texts.load(), language), PRINTING)
    assert person_page.words_of(empty_page(NASTY), vietnamese(), PRINTING)["name"] == NASTY
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext (poppler-utils) reads the page again")
    file = tmp_path / "page.pdf"
    file.write_bytes(content)
    read = subprocess.run([reader, "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    assert NASTY in read


def test_a_template_that_lacks_a_fact_says_no_more_than_that() -> None:
    with pytest.raises(pdf.NotWritten, match=r"^person_page$"):
        pdf.write("person_page", {"name": "Trần Văn Nam"}, PRINTING.at)


def test_steps_situation_and_goals_stand_on_it(world: World, hung: Talker, nam: int) -> None:
    hung.fills("charge_step", person=nam, step="met", on=date(2026, 11, 18))
    hung.presses(f"do:intake_start:{nam}")
    hung.answers(agreed="spoken", lodging="rented")
    hung.fills("goal", person=nam, what="làm căn cước", helper="self", due_on=date(2026, 12, 15))
    hung.chooses("Đã đồng ý trực tiếp")
    words = person_page.words_of(page_of(world, hung, nam), vietnamese(), PRINTING)
    rows = {row["label"]: row["value"] for row in words["rows"]}  # type: ignore[attr-defined]
    assert rows["Tiếp nhận"] == "Gặp lần đầu 18/11/2026"
    assert "Chỗ ở: Thuê trọ" in rows["Hoàn cảnh"]
    assert rows["Kế hoạch"] == "làm căn cước (Tự làm, trước 15/12/2026)"
