"""A CV: told in a short form, seen before it is made, shown to a partner by its owner alone, deleted at any time."""

from io import BytesIO

import pytest
from docx import Document as read_word

from rules.trade_leanings import QUESTIONS
from storage import attachments, persons, work_profiles
from tests.handlers.work.offering import offers_a_job, partner_of
from tests.person import Talker, World

TOLD = {
    "trade": "building",
    "hours": "day",
    "experience": "phụ hồ 3 năm ở Vinh",
    "skills": "xây, trát",
    "schooling": "hết lớp 9",
    "reached": "0912345678",
}


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(born=1992, hamlet="xóm 4")


def made(world: World, document: str) -> bytes | None:
    """What the last file asked for holds; None where whoever asked may not have it."""
    with world.store.transaction() as db:
        asked = attachments.to_make(db, 10)[-1]
        writing = world.deployment.registry.documents[document].prepare(db, world.deployment, asked)
    return writing() if writing else None


def test_it_is_seen_before_it_is_kept_and_says_nothing_else(world: World, nam: Talker) -> None:
    nam.says("ho so xin viec")
    review = nam.answers(**TOLD, until="review")
    assert "Việc đã làm: phụ hồ 3 năm ở Vinh" in review
    assert "Hồ sơ chỉ ghi những dòng trên, tên Trần Văn Nam và tuổi." in review
    assert nam.chooses("Gửi đi").startswith("✅ Đã ghi hồ sơ.")
    nam.chooses("Tạo bản Word")
    content = made(world, "cv_word")
    assert content is not None
    words = [paragraph.text for paragraph in read_word(BytesIO(content)).paragraphs]
    assert words == [
        *("Hồ sơ xin việc", "Trần Văn Nam", "34 tuổi", "Nghề", "Xây dựng", "Giờ làm được", "Cả ngày"),
        *("Việc đã làm", "Phụ hồ 3 năm ở Vinh", "Biết làm", "Xây, trát", "Học vấn", "Hết lớp 9"),
        *("Liên hệ", "0912345678"),
    ]


def test_it_is_made_as_pdf_too(world: World, nam: Talker) -> None:
    nam.fills("cv", **TOLD)
    nam.chooses("Tạo bản PDF")
    content = made(world, "cv_pdf")
    assert content is not None
    assert content.startswith(b"%PDF")


def test_only_whom_the_person_shows_it_to_gets_it(world: World, nam: Talker) -> None:
    nam.fills("cv", **TOLD)
    hong, lam = partner_of(world)
    shown, kept = offers_a_job(world, lam), offers_a_job(world, lam, title="Công nhân may")
    nam.answers(nam.presses(f"do:interest:{kept}"), also=[])
    hong.presses(f"do:own_offer:{kept}")
    hong.chooses("Anh Nam")
    assert "Xem hồ sơ xin việc" not in hong.last
    nam.answers(nam.presses(f"do:interest:{shown}"), also=["cv"])
    hong.presses(f"do:own_offer:{shown}")
    hong.chooses("Anh Nam")
    hong.chooses("Xem hồ sơ xin việc")
    assert made(world, "cv_applicant") is not None
    nam.presses("do:consents:jobs=no")
    assert made(world, "cv_applicant") is None


def test_it_is_deleted_at_any_time(world: World, nam: Talker) -> None:
    nam.fills("cv", **TOLD)
    nam.says("my cv")
    assert nam.chooses("Xóa hồ sơ").startswith("✅ Đã xóa hồ sơ xin việc")
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assert work_profiles.get(db, person.id) is None


def test_words_that_shame_are_asked_to_be_left_out(nam: Talker) -> None:
    nam.fills("cv", until="experience")
    assert "tủi thân" in nam.says("mới mãn hạn tù về")


def test_twelve_likings_lead_to_trades_in_words(world: World, nam: Talker) -> None:
    _, lam = partner_of(world)
    offers_a_job(world, lam, trade="cooking", title="Phụ bếp")
    nam.says("nghe hop voi toi")
    said = nam.answers(
        nam.chooses("Nghề hợp với tôi"),
        **{name: "like" if leaning in ("art", "people") else "dislike" for name, leaning in QUESTIONS.items()},
    )
    assert "gợi ý để nói chuyện, không phải xếp hạng" in said
    assert any("Nấu" in label or "bếp" in label for label in nam.last.labels)
