"""`documents …`: fields by name with examples, a template checked with what is wrong and where, added, left again."""

from pathlib import Path

import pytest

from tests.bot.commands.console import Console
from tests.handlers.documents.test_word import template

pytestmark = pytest.mark.wall_clock


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "mau.docx"
    file.write_bytes(template("Kính gửi {{ ho_ten }}"))
    return file


def test_the_fields_of_a_form_are_listed_in_vietnamese_with_examples(console: Console) -> None:
    said = console.works("documents", "fields", "HCD-08")
    assert "{{ ho_ten }}" in said
    assert "Họ và tên: Trần Văn Mẫu" in said
    assert "{%tr for l in lan_tham %} … {%tr endfor %}" in said
    assert "hcd_08" in console.works("documents", "fields")


def test_ours_is_written_to_start_from_and_passes_its_own_check(console: Console, tmp_path: Path) -> None:
    ours, trial = tmp_path / "ours.docx", tmp_path / "trial.docx"
    console.works("documents", "example", "hcd_09", str(ours))
    said = console.works("documents", "check", str(ours), "--form", "hcd_09", "--out", str(trial))
    assert "dùng được" in said
    assert trial.read_bytes().startswith(b"PK")
    assert "there already" in console.fails("documents", "example", "hcd_09", str(ours))


def test_what_is_wrong_is_said_with_its_paragraph(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "sai.docx"
    file.write_bytes(template("Kính gửi {{ ho_va_ten }}"))
    said = console.fails("documents", "check", str(file), "--form", "hcd_08")
    assert "Không có ô nào tên «ho_va_ten». Có phải ý là «ho_ten»?" in said
    assert "Kính gửi {{ ho_va_ten }}" in said


def test_one_is_put_to_use_and_left_again(console: Console, own: Path) -> None:
    assert "1 is in use" in console.works("documents", "add", str(own), "--form", "hcd_08")
    assert "used" in console.works("documents", "list")
    assert "back to ours" in console.works("documents", "ours", "--form", "hcd_08")
    assert "former" in console.works("documents", "list")
    assert "ours was in use" in console.works("documents", "ours", "--form", "hcd_08")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("check", "FILE", "--form", "hcd_01"), "there is no form hcd_01"),
        (("check", "nowhere.docx", "--form", "hcd_08"), "does not exist"),
        (("fields", "hcd_99"), "there are: hcd_02"),
        (("add", "FILE", "--form", "hcd_08", "--unit", "99999"), "there is no commune 99999"),
    ],
)
def test_bad_input_ends_in_one_clear_line(console: Console, own: Path, given: tuple[str, ...], said: str) -> None:
    assert said in console.fails("documents", *(str(own) if word == "FILE" else word for word in given))
