"""The sentences of seeds/phrases, a file a writer, and which writers no model ever learns from."""

from collections.abc import Collection, Iterable
from csv import DictReader
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "seeds" / "phrases"
COLUMNS = ("text", "role", "intent", "emergency", "spelling")
# figures are told of these alone; a new writer is trained on, unless listed here before anybody has looked
ASIDE = (
    "bich_cong_nhan_khu_tro",
    "chi_tam_bac_lieu",
    "dung_bien_phong",
    "kien_it_dn",
    "linh_sinh_vien",
    "tu_phap_ho_tich_hai_an",
)
SPELLINGS = ("accents", "none", "teencode", "dialect", "telex", "errors", "english")
VERDICTS = ("yes", "maybe", "near", "no")
KINDS = ("suicide", "violence", "weapon", "overdose", "medical", "fire", "abuse")


@dataclass(frozen=True, slots=True)
class Phrase:
    """`emergency` is yes, maybe, near (looks like one and is none) or no; `kind` is empty for no."""

    writer: str
    text: str
    role: str
    intent: str
    emergency: str
    kind: str
    spelling: str


def writers() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.tsv"))


def of(names: Collection[str]) -> list[Phrase]:
    """Reads the phrases of these writers, in the order of the files' names."""
    return [phrase for name in sorted(names) for phrase in _read(FOLDER / f"{name}.tsv")]


def trained_on() -> list[Phrase]:
    return of([name for name in writers() if name not in ASIDE])


def aside() -> list[Phrase]:
    return of(ASIDE)


def _read(file: Path) -> Iterable[Phrase]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in DictReader(lines, delimiter="\t", quoting=3):
            verdict, _, kind = row["emergency"].partition(":")
            yield Phrase(file.stem, row["text"], row["role"], row["intent"], verdict, kind, row["spelling"])


def digest(rows: Iterable[Phrase]) -> str:
    """Says from which sentences weights were learnt; their spelling kind is not learnt from."""
    seen = sha256()
    for row in rows:
        seen.update("\t".join((row.writer, row.text, row.role, row.intent, row.emergency, row.kind)).encode() + b"\n")
    return seen.hexdigest()
