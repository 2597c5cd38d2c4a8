"""Hours, money and phone numbers; it is 10:00 on Monday 23 November 2026."""

from datetime import UTC, datetime, time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.amounts import MOST, read_amount
from handlers.understand.fold import fold
from handlers.understand.hours import find_hour
from handlers.understand.moments import read_moment
from handlers.understand.phones import read_phone
from rules.local_time import local

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9h sáng mai", "24 09:00"),
        ("14:30", "23 14:30"),
        ("8h", "24 08:00"),
        ("2 giờ rưỡi chiều thứ 6", "27 14:30"),
        ("7 rưỡi tối", "23 19:30"),
        ("12h trưa", "23 12:00"),
        ("12h đêm nay", "24 00:00"),
        ("sáng mai", "24 08:00"),
        ("chiều nay", "23 14:00"),
        ("9h30 ngày 25/11", "25 09:30"),
        ("9 giờ kém 15", "24 08:45"),
        ("tôi rảnh 3h chiều mai", "24 15:00"),
        ("9g15 sáng thứ 2 tuần sau", "30 09:15"),
    ],
)
def test_moments(typed: str, expected: str) -> None:
    found = read_moment(typed, NOW)
    assert found is not None
    assert f"{local(found):%d %H:%M}" == expected


@pytest.mark.parametrize("typed", ["", "không biết", "25h", "20/11", "100tr", "5 người"])
def test_what_names_no_moment(typed: str) -> None:
    assert read_moment(typed, NOW) is None


@given(st.times())
def test_a_plain_hour_reads_back(hour: time) -> None:
    hour = hour.replace(second=0, microsecond=0)
    for typed in (f"{hour:%H:%M}", f"{hour:%Hh%M}"):
        clock_time = find_hour(typed)
        assert clock_time
        assert clock_time.time == hour


AMOUNTS = {
    "100tr": 100_000_000,
    "100 triệu đồng": 100_000_000,
    "1tr5": 1_500_000,
    "1tr250": 1_250_000,
    "1 triệu 2": 1_200_000,
    "3 triệu 200": 3_200_000,
    "2,5 triệu": 2_500_000,
    "1.5tr": 1_500_000,
    "2.5 million": 2_500_000,
    "500 thousand": 500_000,
    "500k": 500_000,
    "550.000đ": 550_000,
    "100.000.000": 100_000_000,
    "50000000": 50_000_000,
    "1 tỉ": 1_000_000_000,
    "1 tỷ 2": 1_200_000_000,
    "1tỷ2": 1_200_000_000,
    "năm triệu": 5_000_000,
    "một trăm triệu": 100_000_000,
    "hai triệu năm trăm nghìn": 2_500_000,
    "100 triệu 500 nghìn": 100_500_000,
    "2 triệu rưỡi": 2_500_000,
    "nửa triệu": 500_000,
    "2 củ": 2_000_000,
    "2tr/tháng": 2_000_000,
    "dạ khoảng 50 triệu ạ": 50_000_000,
    "7-9tr": 7_000_000,
    "tầm 20-30 triệu ạ": 20_000_000,
    "tám mươi triệu": 80_000_000,
    "dạ chắc khoảng tám chục triệu": 80_000_000,
}


@pytest.mark.parametrize(("typed", "expected"), AMOUNTS.items())
def test_amounts(typed: str, expected: int) -> None:
    assert read_amount(typed) == read_amount(fold(typed)) == expected


@pytest.mark.parametrize("typed", ["", "500", "5 năm 6 th", "nhiều", "0 đồng", "-5tr", "9" * 30, "5 triệu 6 tỷ"])
def test_what_is_no_amount(typed: str) -> None:
    assert read_amount(typed) is None


@given(
    st.integers(1, 999),
    st.sampled_from([("k", 10**3), (" nghìn", 10**3), ("tr", 10**6), (" triệu", 10**6), (" tỷ", 10**9)]),
)
def test_a_figure_and_a_unit_multiply(figure: int, unit: tuple[str, int]) -> None:
    assert read_amount(f"{figure}{unit[0]}") == figure * unit[1]


@given(st.integers(10_000, 999_999_999_999))
def test_grouped_figures_read_back(amount: int) -> None:
    assert read_amount(f"{amount:,}".replace(",", ".")) == read_amount(f"{amount:,}đ") == amount


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or 0 < amount <= MOST
    moment = read_moment(text, NOW)
    assert moment is None or moment.tzinfo is not None
    phone = read_phone(text)
    assert phone is None or phonenumbers.is_valid_number(phonenumbers.parse(phone))


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "0912345678",
            "+84912345678",
            "84912345678",
            "0912.34.56.78",
            "0912 345 678",
            "0912-345-678",
            "(091) 2345678",
        ),
        *("so moi cua em la 0912-345-678 a", "sdt: 0912345678.", "dt 09 1234 5678 nhe", "em doi so 0912345678 r"),
        *("O912345678", "so o912 345 678", "không chín một hai ba bốn năm sáu bảy tám"),
        *("dạ số em là khong chin mot hai ba bon nam sau bay tam ạ", "+84 912 345 678", "0084912345678"),
    ],
)
def test_one_number_however_it_is_written(typed: str) -> None:
    assert read_phone(typed) == "+84912345678"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "0987xxx321", "12345", "113", "1800 1233", "0912345678 hoặc 0987654321", "0012345678"),
        "cccd 040085001234",
        "lương 9 triệu",
        "ngày 20/11/2026",
        "không một ai giúp",
        "091234567",
        "09123456789",
        "bốn năm sáu",
    ],
)
def test_what_is_nobodys_number(typed: str) -> None:
    assert read_phone(typed) is None
