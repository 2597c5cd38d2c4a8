"""Every sentence: there in both languages, with the same fields, kind, and safe on a lock screen."""

import re
import string
import unicodedata
from pathlib import Path

import pytest

from handlers.texts import FOLDER, LANGUAGES, KeyStandsTwice, Texts, read_file, read_language
from tests.lock_screen import unsafe_words
from tests.tree import texts_in

SIGNS = set("✅📅🔴🟠⚪☎✍")
SHAMING = ("đối tượng", "lầm lỗi", "phạm nhân", "tái phạm", "vi phạm", "quá hạn báo cáo", "đơn vị hành chính cấp")
STIFF = ("hệ thống", "quý khách", "tiến hành", "kính đề nghị", "thành phần hồ sơ")
# hòa, xóa, hủy, khỏe, as people here write them; never with the mark on the second vowel
NEWER_TONE_MARKS = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![a-zà-ỹ])", re.IGNORECASE)
NEVER_WRITTEN = re.compile(r"\bVN[DĐ]\b|\b\d{4}-\d{2}-\d{2}\b")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_decomposed_or_twice_there(language: str) -> None:
    catalogs = "".join(file.read_text(encoding="utf-8") for file in (FOLDER / language).glob("*.po"))
    keys = re.findall(r'^msgid "(.+)"', catalogs, re.MULTILINE)
    assert sorted(keys) == sorted(texts_in(language)), "a key stands twice, or its sentence is empty or fuzzy"
    assert [key for key, text in texts_in(language).items() if not text.strip()] == []
    assert [key for key, text in texts_in(language).items() if not unicodedata.is_normalized("NFC", text)] == []


def test_nobody_is_shamed_and_nobody_is_addressed_like_a_file() -> None:
    found = {key: word for key, text in texts_in("vi").items() for word in (*SHAMING, *STIFF) if word in plain(text)}
    assert found == {}


def test_tone_marks_stand_where_people_put_them() -> None:
    assert [key for key, text in texts_in("vi").items() if NEWER_TONE_MARKS.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_money_are_written_as_people_say_them(language: str) -> None:
    assert [key for key, text in texts_in(language).items() if NEVER_WRITTEN.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_at_most_one_sign_and_only_at_its_start(language: str) -> None:
    found = []
    for key, text in texts_in(language).items():
        signs = [letter for letter in text if unicodedata.category(letter) == "So"]
        if len(signs) > 1 or (signs and not text.startswith(signs[0])) or not set(signs) <= SIGNS:
            found.append(key)
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_asked_for_is_safe_on_a_lock_screen(language: str) -> None:
    unasked = [key for key in texts_in("vi") if key.startswith("notice.")]
    assert unasked
    found = {key: words for key in unasked if (words := unsafe_words(texts_in(language).get(key, "")))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "unsafe"),
    [
        ("Anh vừa ra tù", {"tù"}),
        ("Từ nay bác tới quán ăn gần trái cây", set()),
        ("Ma túy", {"ma tuy"}),
        ("MA TÚY là chuyện khác", {"ma tuy"}),
        ("Công an xã mời", {"công an"}),
        ("có công ăn việc làm", set()),
        ("Your police officer", {"police"}),
        ("a" * 81 + " tù", set()),
        ("{you} " * 30 + "án", {"án"}),
    ],
)
def test_the_lock_screen_check_itself(text: str, unsafe: set[str]) -> None:
    assert unsafe_words(text) == unsafe


def test_every_matter_of_one_language_is_one_of_the_other() -> None:
    """And a key stands in the same matter in both, at the same place."""
    of_vietnamese, of_english = (
        {file.name: list(read_file(file)) for file in (FOLDER / language).glob("*.po")} for language in LANGUAGES
    )
    assert of_vietnamese == of_english


def test_a_key_that_stands_in_two_files_is_refused_by_the_names_of_both(tmp_path: Path) -> None:
    for matter in ("visits", "work"):
        (tmp_path / f"{matter}.po").write_text('msgid "visit_report.thanks"\nmsgstr "Cảm ơn"\n', encoding="utf-8")
    with pytest.raises(KeyStandsTwice, match=r"visit_report\.thanks .*visits\.po .*work\.po"):
        read_language(tmp_path)


def test_what_is_not_translated_yet_is_said_in_vietnamese(tmp_path: Path) -> None:
    for language, entry in (
        ("vi", 'msgid "more.title"\nmsgstr "Mục khác"\n'),
        ("en", 'msgid "more.title"\nmsgstr ""\n'),
    ):
        (tmp_path / language).mkdir()
        (tmp_path / language / "help.po").write_text(entry, encoding="utf-8")
    assert Texts.load(tmp_path).find("en", "more.title") == "Mục khác"
