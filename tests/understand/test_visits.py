"""What a sentence about a visit tells: whom it was to, whether they met."""

import pytest

from handlers.understand.visit_where import where_outright
from handlers.understand.visits import FIELDS, named_in, outcome_of, stored, visit_told
from rules.visits import CONCERNS, KINDS, NEEDS, OUTCOMES, WORK

PEOPLE = {"1": "Nam", "2": "Hoa", "3": "Lực"}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Hôm qua tôi ghé nhà anh Nam, gặp, anh đi làm bình thường", "met"),
        ("Báo cáo: hôm nay đã gặp anh H, sức khỏe tốt", "met"),
        ("da gap. gd binh thuong. chap hanh tot", "met"),
        ("đến nhà ko gặp đc, hàng xóm nói đi vinh 3 hôm ni", "away"),
        ("ghe nha nhung di vang", "away"),
        ("anh ấy không muốn gặp tôi", "refused"),
        ("chị Hoa chuyển nhà vào Vinh rồi", "moved"),
        ("bc tham nha ngay 20/11 em T chua co viec, tam ly buon", None),
        ("nó gặp khó khăn", None),
        ("em có gặp vợ anh ấy thôi", None),
        ("nỏ gặp, hấn đi cưa tràm", None),
    ],
)
def test_how_it_went(text: str, outcome: str | None) -> None:
    assert outcome_of(text) == outcome


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("hôm qua ghé nhà anh Nam", "1"),
        ("hom qua ghe nha anh luc", "3"),
        ("5 nam roi moi ghe nha chi hoa", "2"),
        ("năm 2026 ghé nhà", None),
        ("gặp anh Nam và chị Hoa", None),
        ("gặp em T", None),
        ("", None),
    ],
)
def test_whom_it_was_to(text: str, person: str | None) -> None:
    assert named_in(text, PEOPLE) == person


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "hom qua ghe nha anh Nam, gap duoc, chua co viec lam, dao ni hay uong ruou",
            {"outcome": "met", "how": "home", "work": "none", "concerns": ("alcohol",)},
        ),
        (
            "gọi điện cho thằng Tuấn, nó nghe máy, vẫn đi phụ hồ lai rai",
            {"outcome": "met", "how": "phone", "work": "odd_jobs"},
        ),
        ("đến nhà không gặp, nhà khóa cửa, hàng xóm nói đi ăn cưới", {"outcome": "away", "how": "home"}),
        ("gặp anh Hùng, anh muốn vay vốn nuôi bò", {"outcome": "met", "needs": ("loan",)}),
        ("nó chuyển hộ khẩu vào Vinh ở luôn rồi", {"outcome": "moved"}),
        ("đã gặp, ký sổ", {"outcome": "met"}),
        ("ghe nha thang Ty, no dang phu ho, than thieu no", {"how": "home", "work": "odd_jobs", "concerns": ("debt",)}),
        ("chau Hoa muon hoc nghe may, xin tham cho lam", {"needs": ("training",)}),
        ("gặp chị Lan ở nhà, bỏ rượu rồi, không cờ bạc gì", {"outcome": "met", "concerns": ()}),
    ],
)
def test_what_a_story_tells(text: str, fields: dict[str, object]) -> None:
    told = visit_told(text)
    assert {name: getattr(told, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("hôm qua ghé nhà anh Nam, gặp được", "home"),
        ("hqua t toi nha thang Ty, gap r", "home"),
        ("goi dien cho chau Hoa, khoe", "phone"),
        ("e alo hỏi thì nó nói ổn", "phone"),
        ("len uy ban gap chau Ha dang cho lam can cuoc", "office"),
        ("mời nó lên xã ngồi uống nước", "office"),
        ("hôm kia gặp nó ở chỗ làm", "work"),
        ("ghe cong trinh thay no dang xay tuong", "work"),
        ("chưa tới nhà anh Nam", ""),
        ("tụi đòi nợ gọi điện cho nó", ""),
        ("gặp ở nhà văn hóa thôn", "office"),
        ("mai tôi ghé nhà anh Nam", ""),
        ("gặp ở đám cưới", ""),
    ],
)
def test_where_it_was_is_read_when_it_is_said_outright(text: str, how: str) -> None:
    assert where_outright(text) == how


@pytest.mark.parametrize(
    "text",
    [
        "ông Bảy tai biến năm ngoái, giờ chống gậy ra đón tôi",
        "ba năm trước hấn sốc thuốc phải cấp cứu, chừ đi làm đều, tui mới ghé",
        "hồi tuần rồi hắn cãi nhau với vợ, chừ làm lành rồi",
        "hồi tết nó đánh nhau, nay gặp thấy hiền",
        "hom truoc no danh lon, nay xin loi roi, em gap thay vui",
        "nam ngoai co danh vo, nam ni bo ruou het roi, vo han noi the",
    ],
)
def test_what_is_over_is_no_concern(text: str) -> None:
    told = visit_told(text)
    assert told is None or told.concerns == ()


def test_what_tells_of_no_visit_fills_nothing() -> None:
    assert visit_told("cho hỏi mấy giờ ủy ban mở cửa") is None
    assert visit_told("") is None


def test_every_code_of_a_story_is_one_of_the_report() -> None:
    codes = {"outcome": OUTCOMES, "how": KINDS, "work": WORK, "concerns": CONCERNS, "needs": NEEDS}
    assert [field for field in FIELDS if not set(stored(field).values()) <= set(codes[field])] == []
