"""What is wrong with the texts: a key without a sentence, untranslated, unused, doubled, or with other fields."""

import re
import string
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from handlers.texts import FOLDER, LANGUAGES, read_file
from handlers.texts.usage import ROOT, Usage, asked_for, usage

ENTRY = re.compile(r'msgid "(.+)"')
LONG_ENOUGH_TO_SHARE = 25


class Fault(StrEnum):
    NO_SENTENCE = "has no sentence"
    UNTRANSLATED = "is not translated"
    UNUSED = "is unused"
    DOUBLED = "stands twice"
    FIELDS = "has other fields"
    REPEATED = "says the same as another key"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for whoever mends the texts; `place` is `file:line` from the root."""

    place: str
    key: str
    fault: Fault
    detail: str = ""

    @property
    def only_a_remark(self) -> bool:
        return self.fault is Fault.REPEATED

    def __str__(self) -> str:
        return f"{self.place}: {self.key} {self.fault}{self.detail and f': {self.detail}'}"


@dataclass(frozen=True, slots=True)
class Entry:
    place: str
    key: str
    sentence: str


def check(needed: Set[str], folder: Path = FOLDER, root: Path = ROOT) -> list[Finding]:
    """Compares the languages with each other, with the code under `root`, and with the keys that forms need."""
    entries = {language: list(_entries(folder / language, root)) for language in LANGUAGES}
    said = _with_forms(usage(root), needed)
    return [
        *_without_sentence(entries["vi"], needed, root),
        *(finding for language in LANGUAGES for finding in _doubled(entries[language])),
        *_untranslated(entries),
        *_unused(entries, said),
        *_other_fields(entries),
        *_repeated(entries),
    ]


def _entries(folder: Path, root: Path) -> Iterator[Entry]:
    for file in sorted(folder.glob("*.po")):
        sentences = read_file(file)
        shown = file.relative_to(root) if file.is_relative_to(root) else file
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if entry := ENTRY.fullmatch(line):
                yield Entry(f"{shown}:{number}", entry[1], sentences.get(entry[1], ""))


def _with_forms(said: Usage, needed: Set[str]) -> Usage:
    """Adds what forms say beyond what they need: problems of an answer, hints, titles, closings."""
    beginnings = {key[: joint.end()] for key in needed for joint in re.finditer(r"\.", key)}
    return replace(said, words=said.words | needed, beginnings=said.beginnings | beginnings)


def _without_sentence(entries: list[Entry], needed: Set[str], root: Path) -> Iterator[Finding]:
    keys = {entry.key for entry in entries if entry.sentence}
    listed = "\n".join(keys)
    for place, pattern in asked_for(root):
        if not re.search(rf"^{pattern}(\.|$)", listed, re.MULTILINE):  # the beginning of keys is handed on, too
            yield Finding(place, pattern.replace("\\", ""), Fault.NO_SENTENCE)
    for key in sorted(needed - keys):
        yield Finding(f"the form {key.partition('.')[0]}", key, Fault.NO_SENTENCE)


def _doubled(entries: list[Entry]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for entry in entries:
        if entry.key in first:
            yield Finding(entry.place, entry.key, Fault.DOUBLED, f"first in {first[entry.key]}")
        first.setdefault(entry.key, entry.place)


def _untranslated(entries: dict[str, list[Entry]]) -> Iterator[Finding]:
    """Finds a sentence that one of the languages lacks, whichever it is."""
    for language in LANGUAGES:
        translated = {entry.key for entry in entries[language] if entry.sentence}
        elsewhere = {entry.key: entry for other in LANGUAGES for entry in entries[other] if entry.sentence}
        for key, entry in elsewhere.items():
            if key not in translated:
                yield Finding(entry.place, key, Fault.UNTRANSLATED, f"add it to {language}/{_file_name(entry)}")


def _file_name(entry: Entry) -> str:
    return Path(entry.place.rpartition(":")[0]).name


def _unused(entries: dict[str, list[Entry]], said: Usage) -> Iterator[Finding]:
    for entry in (entry for language in LANGUAGES for entry in entries[language]):
        if not said.says(entry.key):
            yield Finding(entry.place, entry.key, Fault.UNUSED)


def _other_fields(entries: dict[str, list[Entry]]) -> Iterator[Finding]:
    vietnamese = {entry.key: entry.sentence for entry in entries["vi"] if entry.sentence}
    for entry in (entry for language in LANGUAGES if language != "vi" for entry in entries[language]):
        if entry.sentence and entry.key in vietnamese:
            ours, theirs = fields_of_the_matter(vietnamese[entry.key]), fields_of_the_matter(entry.sentence)
            if ours != theirs:
                yield Finding(entry.place, entry.key, Fault.FIELDS, f"{_braced(theirs)} here, {_braced(ours)} in vi")


def fields_of_the_matter(text: str) -> set[str]:
    """Gives the fields without the reader: Vietnamese names them in nearly every sentence, English hardly ever."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name for name in names if not name.lower().endswith(("you", "you_name"))}


def _braced(names: set[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names)) or "none"


def _repeated(entries: dict[str, list[Entry]]) -> Iterator[Finding]:
    """Looks at whole sentences only: short labels that agree by chance in one place differ in the next."""
    places: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries["vi"]:
        if len(entry.sentence) >= LONG_ENOUGH_TO_SHARE:
            places[entry.sentence].append(entry)
    for first, *others in places.values():
        for other in others:
            if other.key != first.key:
                yield Finding(other.place, other.key, Fault.REPEATED, f"{first.key} in {first.place}")
