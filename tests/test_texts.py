"""Every sentence: there in both languages, with the same fields, kind, and safe on a lock screen."""

import re
import string
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.lock_screen import unsafe_words
from tests.tree import ROOT

FOLDER = ROOT / "handlers" / "texts"
LANGUAGES = ("vi", "en")
SIGNS = set("✅📅🔴🟠⚪☎✍")
SHAMING = ("đối tượng", "lầm lỗi", "phạm nhân", "tái phạm", "vi phạm", "quá hạn báo cáo", "đơn vị hành chính cấp")
STIFF = ("hệ thống", "quý khách", "tiến hành", "kính đề nghị", "thành phần hồ sơ")
NEVER_WRITTEN = re.compile(r"\bVN[DĐ]\b|\b\d{4}-\d{2}-\d{2}\b")


@cache
def texts(language: str) -> dict[str, str]:
    with (FOLDER / f"{language}.po").open("rb") as lines:
        catalog = read_po(lines, locale=language)
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id}


@cache
def sections() -> dict[str, str]:
    """Key → section, as the markers in vi.po divide them."""
    found: dict[str, str] = {}
    section = ""
    for line in (FOLDER / "vi.po").read_text(encoding="utf-8").splitlines():
        if marker := re.match(r"#\. ---- (.+?) ----", line):
            section = marker[1]
        elif key := re.match(r'msgid "(.+)"', line):
            found[key[1]] = section
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def test_both_languages_say_the_same_things() -> None:
    assert sorted(texts("vi")) == sorted(texts("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_decomposed_or_twice_there(language: str) -> None:
    lines = (FOLDER / f"{language}.po").read_text(encoding="utf-8").splitlines()
    keys = [line for line in lines if line.startswith('msgid "') and line != 'msgid ""']
    assert len(keys) == len(set(keys))
    assert [key for key, text in texts(language).items() if not text.strip()] == []
    assert [key for key, text in texts(language).items() if not unicodedata.is_normalized("NFC", text)] == []


def test_the_languages_use_the_same_fields() -> None:
    """The reader is left out: Vietnamese names them in nearly every sentence, English hardly ever."""

    def of_the_matter(text: str) -> set[str]:
        return {name for name in fields(text) if not name.lower().endswith(("you", "you_name"))}

    differ = {
        key: (of_the_matter(text), of_the_matter(texts("en")[key]))
        for key, text in texts("vi").items()
        if key in texts("en") and of_the_matter(text) != of_the_matter(texts("en")[key])
    }
    assert differ == {}


def test_nobody_is_shamed_and_nobody_is_addressed_like_a_file() -> None:
    found = {key: word for key, text in texts("vi").items() for word in (*SHAMING, *STIFF) if word in plain(text)}
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_money_are_written_as_people_say_them(language: str) -> None:
    assert [key for key, text in texts(language).items() if NEVER_WRITTEN.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_at_most_one_sign_and_only_at_its_start(language: str) -> None:
    found = []
    for key, text in texts(language).items():
        signs = [letter for letter in text if unicodedata.category(letter) == "So"]
        if len(signs) > 1 or (signs and not text.startswith(signs[0])) or not set(signs) <= SIGNS:
            found.append(key)
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_asked_for_is_safe_on_a_lock_screen(language: str) -> None:
    unasked = [key for key, section in sections().items() if section == "notices" or key.startswith("notice.")]
    assert unasked
    found = {key: words for key in unasked if (words := unsafe_words(texts(language).get(key, "")))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "unsafe"),
    [
        ("Anh vừa ra tù", {"tù"}),
        ("Từ nay bác tới quán ăn gần trái cây", set()),
        ("Ma tuý", {"ma tuy"}),
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


def test_every_section_of_one_language_is_one_of_the_other() -> None:
    def markers(file: Path) -> list[str]:
        return re.findall(r"#\. ---- (.+?) ----", file.read_text(encoding="utf-8"))

    assert markers(FOLDER / "vi.po") == markers(FOLDER / "en.po")
