"""Every sentence in our own words: the tables of docs/words.md say which, how long, and what is said instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from handlers.matters import REGISTRY
from handlers.texts import LANGUAGES
from tests.tree import texts_in

PAGE = Path(__file__).parent.parent / "docs" / "words.md"
COLUMN = {"vi": "Vietnamese", "en": "English"}
FIELD = re.compile(r"\{[^}]*\}")
BUTTON = re.compile(r"\.button(\.|$)|\.(?:button|menu|way)\.|_button$|^more\.(?!title)")
A_THING = r"người|chỗ|báo cáo|cảnh báo|tin|việc|xóm|nhóm|lớp|thông báo|lời|danh sách|máy"
# what may follow a question: how it is answered, or whom to call at once
HOW_TO_ANSWER = re.compile(
    r"bấm|gõ|chọn|viết|nói|ví dụ|gọi|press|type|choose|write|a few words|example|such as|call", re.IGNORECASE
)
LOWER_AT_START = re.compile(r"[.!?] +\{(?:you|you_name)\}")
CAPITAL_WITHIN = re.compile(r"[a-zà-ỹ,;] \{(?:You|You_name|Who|Guardian)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One row: what is said, what is not, and the keys that may say it all the same."""

    said: str
    not_said: tuple[str, ...]
    exceptions: tuple[str, ...]

    def found_in(self, text: str) -> list[str]:
        rest = FIELD.sub("\0", text).casefold()
        for words in re.split(r"[,;()]", self.said):
            rest = rest.replace(words.strip().casefold() or "\0", "\0")
        return [words for words in self.not_said if re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", rest)]

    def allows(self, key: str) -> bool:
        return any(fnmatchcase(key, exception) for exception in self.exceptions)


def rows(page: str) -> Iterator[dict[str, str]]:
    """Gives the rows of all tables of a page, each by the names of its columns."""
    header: list[str] = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            header = []
        elif not header:
            header = cells
        elif set(line) != set("|-"):
            yield dict(zip(header, cells, strict=True))


def listed(cell: str, parted_by: str) -> tuple[str, ...]:
    return tuple(words.strip() for words in cell.split(parted_by) if words.strip())


def wordings(page: str, language: str) -> list[Wording]:
    said, not_said = COLUMN[language], f"Not in {COLUMN[language]}"
    return [
        Wording(row.get(said) or row.get("Instead", ""), listed(row[not_said], ";"), listed(row["Except"], ","))
        for row in rows(page)
        if not_said in row
    ]


def longest(page: str, what: str) -> tuple[int, Wording]:
    [row] = [row for row in rows(page) if row.get("What", "").startswith(what) and "At most" in row]
    return int(row["At most"]), Wording("", (), listed(row["Except"], ","))


PAGE_NOW = PAGE.read_text(encoding="utf-8")


def buttons(texts: dict[str, str]) -> dict[str, str]:
    """Those that stand on buttons: named so, or choices of a question."""
    of_forms = {key for form in REGISTRY.forms.values() for key in form.text_keys() if key.count(".") == 2}
    choices = {key for key in of_forms if not key.endswith((".ask", ".label"))}
    return {key: text for key, text in texts.items() if key in choices or BUTTON.search(key)} | {
        key: text
        for key, text in texts.items()
        if key.startswith("intents.") and len(text) <= 40 and text[-1] not in ".…:?"
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_for_one_thing(language: str) -> None:
    page_rows = wordings(PAGE_NOW, language)
    assert len(page_rows) > 30
    assert [
        f"{key}: «{words}» in «{text}»; say «{row.said}»"
        for key, text in texts_in(language).items()
        for row in page_rows
        if not row.allows(key)
        for words in row.found_in(text)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_exception_names_a_text_that_is_gone(language: str) -> None:
    keys = texts_in(language)
    exceptions = {exception for row in rows(PAGE_NOW) for exception in listed(row.get("Except", ""), ",")}
    assert [exception for exception in exceptions if not any(fnmatchcase(key, exception) for key in keys)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_short_enough_for_a_phone(language: str) -> None:
    most, row = longest(PAGE_NOW, "a message")
    lengths = {key: len(FIELD.sub("_" * 8, text)) for key, text in texts_in(language).items()}
    assert {key: length for key, length in lengths.items() if length > most and not row.allows(key)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_is_short_and_has_no_article(language: str) -> None:
    most, row = longest(PAGE_NOW, "a button")
    labels = buttons(texts_in(language))
    assert len(labels) > 100
    too_long = {key: text for key, text in labels.items() if len(FIELD.sub("", text)) > most and not row.allows(key)}
    assert too_long == {}
    assert {key: text for key, text in labels.items() if re.search(rf"\bmột (?:{A_THING})\b", text.lower())} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_stands_last(language: str) -> None:
    """After it only how it is answered may be said."""
    asked = {key: text for key, text in texts_in(language).items() if "?" in text}
    after = {key: text.rpartition("?")[2].strip(" \n»”…{}") for key, text in asked.items()}
    assert {key: asked[key] for key, rest in after.items() if len(rest) > 3 and not HOW_TO_ANSWER.search(rest)} == {}


def test_who_is_spoken_to_is_written_as_the_sentence_is() -> None:
    texts = texts_in("vi")
    faults = (LOWER_AT_START, CAPITAL_WITHIN, re.compile(r"  | [,.;!?]"))
    assert {key: text for key, text in texts.items() if any(fault.search(text) for fault in faults)} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bác vừa ghé thăm ai ạ?", []),
        ("Bác vừa ghé ai ạ?", ["ghé"]),
        ("Ghé rồi thì bác bấm báo", ["ghé"]),
        ("{ghé} ghét", []),
    ],
)
def test_the_check_itself(text: str, found: list[str]) -> None:
    page = "| Vietnamese | Not in Vietnamese | Except |\n|---|---|---|\n| ghé thăm | ghé; thăm nom | a.* |\n"
    [row] = wordings(page, "vi")
    assert row.found_in(text) == found
    assert row.allows("a.b")
    assert not row.allows("b.a")
