"""What the review shows of a sentence: nobody can be told from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understand.anonymise import LONGEST, anonymised


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("em muốn hỏi vay vốn học nghề", "em muon hoi vay von hoc nghe"),
        ("anh Nam chưa có việc", "anh … chua co viec"),
        ("nha anh nam o xom 3, sdt 0912345678", "nha anh … o xom … sdt …"),
        ("ghé nhà Trần Văn Lực hôm qua", "ghe nha … hom qua"),
        ("Em tên Lê Thị Hoa", "em ten …"),
        ("gặp cán bộ ở đâu", "gap can bo o dau"),
        ("thư cho nam@xa.vn", "thu cho …"),
        ("SỐ 37K1-234.56", "so …"),
        ("em nam voi con lan deu khoe", "em … voi con … deu khoe"),
        ("nhà thằng tí mất trộm", "nha thang … mat trom"),
        ("nguyen van tuan vay 5tr", "… vay …"),
    ],
)
def test_names_and_numbers_are_left_out(text: str, kept: str) -> None:
    assert anonymised(text) == kept


def test_names_that_are_known_are_left_out_wherever_they_stand() -> None:
    assert anonymised("hoa voi luc deu khoe", ["Lê Thị Hoa", "Trần Văn Lực"]) == "… voi … deu khoe"


@given(st.text(max_size=300))
def test_any_text_is_shortened_and_holds_no_figure(text: str) -> None:
    kept = anonymised(text)
    assert len(kept) <= 2 * LONGEST
    assert not any(map(str.isdigit, kept))
