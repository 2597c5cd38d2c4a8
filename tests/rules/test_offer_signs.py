"""Signs of a trap in an offer: what shows one, and what ordinary partners write that shows none."""

import pytest

from handlers.understand.fold import bare
from rules.offer_signs import ORDINARY, SIGNS, Told, signs_of

TRUE = (
    ("fee", "Đặt cọc 500 nghìn giữ chỗ"),
    ("fee", "dat coc 2tr lay dong phuc"),
    ("fee", "Đóng phí hồ sơ 300k trước khi đi làm"),
    ("fee", "Nộp phí đào tạo, học xong hoàn lại"),
    ("fee", "Công ty thu phí giới thiệu 200 nghìn"),
    ("fee", "Phải thế chân một triệu"),
    ("fee", "Chuyển khoản trước 150k mua hồ sơ"),
    ("fee", "A small deposit is needed"),
    ("abroad", "Sang Campuchia làm casino, bao vé"),
    ("abroad", "lam ben cam pu chia luong 30tr"),
    ("abroad", "Làm việc bên Lào, lo giấy tờ"),
    ("abroad", "xklđ Đài Loan không cần tiếng"),
    ("abroad", "Đi nước ngoài ngay tuần sau"),
    ("abroad", "Chuyển người qua Myanmar"),
    ("easy", "Việc nhẹ lương cao, ai cũng làm được"),
    ("easy", "viec nhe nhang luong cao"),
    ("easy", "Ngồi mát lương khủng"),
    ("easy", "Kiếm tiền online tại nhà, làm nhiệm vụ"),
    ("easy", "Chỉ cần CCCD là có tiền"),
    ("papers", "Giữ căn cước bản gốc một tháng"),
    ("papers", "Công ty giữ giấy tờ cho chắc"),
    ("papers", "nop cccd goc khi vao lam"),
    ("papers", "Thế chấp bằng lái"),
    ("papers", "cầm hộ chiếu giúp anh em"),
    ("outside", "Kết bạn Zalo để biết thêm"),
    ("outside", "Nhắn tin qua Telegram nhé"),
    ("outside", "ib fb để nhận việc"),
    ("outside", "https://t.me/viechay"),
    ("outside", "Vào nhóm zalo.me/g/abc"),
    ("outside", "Quét mã vào Zalo"),
)
FALSE = (
    "Thợ phụ hồ, có người kèm, bao ăn trưa",
    "Không thu phí, không đặt cọc",
    "Học viên được miễn phí đào tạo",
    "Học phí 500 nghìn, hộ khó khăn được giảm",
    "Công ty lo chi phí đi lại",
    "Kinh phí do xã hỗ trợ",
    "Mang theo căn cước và đơn xin việc",
    "Nộp bản sao căn cước công chứng",
    "Nộp hồ sơ gồm sơ yếu lý lịch, giấy khám sức khỏe",
    "Không giữ giấy tờ của người làm",
    "Giữ trẻ, giữ xe, lương tháng",
    "Bán hàng qua Facebook, có người hướng dẫn",
    "Người lao động được đóng bảo hiểm",
    "Lao động phổ thông, nam nữ đều nhận",
    "Xưởng ở lại làm ca đêm, về quê cuối tuần",
    "Làm vườn, việc nhẹ, lương 5 triệu",
    "Lương cao nhất xưởng 12 triệu cho thợ chính",
    "Nước ngọt, nước mắm, bốc xếp hàng",
    "Liên hệ chị Hồng ở cổng xưởng",
    "Gọi trước khi đến",
    "Đi làm ngay, không cần kinh nghiệm",
    "Mua sắm vật tư, chạy xe giao hàng",
    "Cọc tre, đan lát tại nhà",
    "Giao giấy tờ, bưu phẩm trong huyện",
    "Everyone is welcome, lunch is on us",
)


@pytest.mark.parametrize(("sign", "text"), TRUE)
def test_a_sign_is_seen_with_accents_and_without(sign: str, text: str) -> None:
    assert sign in signs_of(Told(bare(text)))


@pytest.mark.parametrize("text", FALSE)
def test_what_ordinary_partners_write_shows_none(text: str) -> None:
    assert signs_of(Told(bare(text))) == ()


@pytest.mark.parametrize(
    ("pay", "per", "odd"),
    [
        (300, "month", True),
        (300_000_000, "month", True),
        (8_000_000, "month", False),
        (3_000_000, "month", False),
        (300, "day", True),
        (350_000, "day", False),
        (5_000_000, "day", True),
        (25_000, "hour", False),
        (900_000, "hour", True),
        (1_500, "piece", False),
        (100, "piece", True),
        (1, "year", False),
    ],
)
def test_pay_that_nobody_pays_is_a_sign(pay: int, per: str, odd: bool) -> None:
    assert (signs_of(Told("phu ho", pay, pay, per)) == ("pay",)) is odd


def test_several_signs_are_all_told() -> None:
    text = "Việc nhẹ lương cao bên Campuchia, đặt cọc 2 triệu, giữ căn cước, kết bạn Zalo"
    assert signs_of(Told(bare(text), 300_000_000)) == SIGNS


def test_a_range_is_odd_by_either_end() -> None:
    assert signs_of(Told("", 8_000_000, ORDINARY["month"][1] + 1)) == ("pay",)
