"""The stories of seeds/visits, a file a writer: what guardians tell of a visit in one message, and what that says.

The writers aside are those of the answers. `SHORT_REPORTS` are no writers but sentences of many: reports of a line from
seeds/phrases, those of one writer in one file, with what they tell.
"""

from collections.abc import Collection, Iterable
from csv import DictReader
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from handlers.understand.visit_words import FILE as WORDS
from handlers.understand.visits import FIELDS
from training.answer_rows import ASIDE

FOLDER = Path(__file__).parents[1] / "seeds" / "visits"
SHORT_REPORTS = ("bao_cao_ngan_1", "bao_cao_ngan_2", "bao_cao_ngan_3")
COLUMNS = ("text", *FIELDS, "spelling")

Told = dict[str, frozenset[str]]


class Story(NamedTuple):
    """`told` has an empty set for what is not said, and no key for what is not known."""

    writer: str
    text: str
    told: Told
    weight: float = 1.0


def writers() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.tsv"))


def of(names: Collection[str]) -> list[Story]:
    return [story for name in sorted(names) for story in _read(FOLDER / f"{name}.tsv")]


def trained_on() -> list[Story]:
    return of([name for name in writers() if name not in ASIDE])


def aside() -> list[Story]:
    return of([name for name in writers() if name in ASIDE])


def _read(file: Path) -> Iterable[Story]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in DictReader(lines, delimiter="\t", quoting=3):
            yield Story(
                file.stem, row["text"], {name: frozenset(filter(None, row[name].split(","))) for name in FIELDS}
            )


def digest(stories: Iterable[Story]) -> str:
    """Says from which stories, and with which list of words, weights were learnt."""
    seen = sha256(WORDS.read_bytes())
    for story in stories:
        fields = (story.writer, story.text, *(",".join(sorted(story.told[field])) for field in FIELDS))
        seen.update("\t".join(fields).encode() + b"\n")
    return seen.hexdigest()
