"""Every sentence by itself: the buttons and words that it tells people to use exist, and it promises nothing."""

import re

import pytest

from handlers.kit import Button, Incoming
from handlers.kit.keywords import WORDS, typed_command
from handlers.matters import REGISTRY
from handlers.texts import LANGUAGES
from handlers.understand.fold import bare
from handlers.understand.stopwords import is_resume, is_stop
from tests.buttons_named import NAMED, missing, promises
from tests.tree import texts_in

IN_CAPITALS = re.compile(r"\b[A-Z]{2,}(?: [A-Z]{2,})*\b")
FIELD = re.compile(r"\{[^}]*\}")
# in capitals for another reason: nobody is to type these
ABBREVIATIONS = {
    *("CP", "UBND", "TT", "BCA", "BN", "CV", "CAX", "HCD"),  # offices and the numbers of their papers
    "CN",  # Sunday in a narrow column
    *("CCCD", "SIM", "QR", "OA", "ZBS", "API"),
    *("MB", "PDF", "CSV", "ODS", "XLSX", "XLSB", "JSON", "ZIP"),  # files
    *("IV",),  # numerals
    *("URGENT", "SOON"),  # levels of alerts
}
ON_PAGES_OF_OTHERS = {"OA Access Token"}  # a button of Zalo's own console, to which set-up sends people
LONGEST_LABEL = 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_that_is_named_exists(language: str) -> None:
    texts = texts_in(language)
    labels = [bare(text) for text in texts.values() if len(text) <= LONGEST_LABEL]
    named = [
        (key, name)
        for key, text in texts.items()
        for found in NAMED.findall(text)
        for name in found
        if name and name not in ON_PAGES_OF_OTHERS
    ]
    assert named
    assert [(key, name) for key, name in named if not any(bare(name) in label for label in labels)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_is_to_be_typed_is_understood(language: str) -> None:
    texts = texts_in(language)
    audiences = (REGISTRY.linked, REGISTRY.strangers)
    known = {words for audience in audiences for command in audience.commands.values() for words in command.words}
    known |= {bare(FIELD.sub("", text)) for key, text in texts.items() if ".typed" in key} | WORDS.keys()
    told = [
        (key, word)
        for key, text in texts.items()
        for word in IN_CAPITALS.findall(text)
        if word not in ABBREVIATIONS and not key.startswith(("page.", "setup.")) and ".typed" not in key
    ]
    assert told
    assert [(key, word) for key, word in told if not (bare(word) in known or _is_understood(word))] == []


def _is_understood(word: str) -> bool:
    """«SUA CAU» has a number behind it."""
    changes = typed_command(Incoming("test", "1", "somebody", "text", text=f"{word} 2"))[0] == "change"
    return changes or is_stop(word) or is_resume(word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised_that_nobody_can_keep(language: str) -> None:
    assert [key for key, text in texts_in(language).items() if promises(text)] == []


def test_the_check_itself() -> None:
    there = (Button("Về menu", "do:menu"), Button("✅ Gửi đi", "do:send"))
    assert missing("Bác bấm «Về menu» hoặc «Gửi đi» nhé", there) == []
    assert missing("Bác bấm «Gặp cán bộ» nhé", there) == ["Gặp cán bộ"]
    assert missing("Press “Menu” or “Send”.", there) == ["Send"]
    assert promises("Tin này ẩn danh, không ai biết bác là ai")
    assert not promises("Cán bộ sẽ gọi lại cho bác")
