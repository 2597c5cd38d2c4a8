"""The answers of seeds/answers, a file a writer, and which writers no model ever learns from."""

from collections.abc import Collection, Iterable
from csv import DictReader
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "seeds" / "answers"
COLUMNS = ("question", "options", "text", "spelling")
# figures are told of these alone; a new writer is trained on, unless listed here before anybody has looked
ASIDE = (
    "anh_dung_doan_xa_hoa_binh",
    "bac_loi_cuu_chien_binh_thai_nguyen",
    "bao_cao_ngan_3",
    "khoi_xe_om_thu_duc",
)
# lists of bare words, of nobody in particular: always learnt from, never asked
NEWER_WORDS = "nhung_tu_ngan_2"
WORDS = ("nhung_tu_ngan", NEWER_WORDS)
NO_ANSWER, NONE_OF_THESE = "-", "none"
SEVERAL = ("visit_report.concerns", "needs", "intake.papers", "checkin_own.questions", "family_invite.items")


@dataclass(frozen=True, slots=True)
class Row:
    """`question` is a set of answers; `codes` are several where several are meant, or where it may be one or another
    (`unclear`).
    """

    writer: str
    question: str
    codes: frozenset[str]
    unclear: bool
    text: str
    spelling: str


def writers() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.tsv"))


def of(names: Collection[str]) -> list[Row]:
    """Reads the answers of these writers, in the order of the files' names."""
    return [row for name in sorted(names) for row in _read(FOLDER / f"{name}.tsv")]


def trained_on() -> list[Row]:
    return of([name for name in writers() if name not in ASIDE])


def beside_others() -> list[Row]:
    """Lists what sentences and stories are learnt beside: words at the newer questions made stories no better."""
    return of([name for name in writers() if name not in (*ASIDE, NEWER_WORDS)])


def aside() -> list[Row]:
    return of([name for name in writers() if name in ASIDE])


def _read(file: Path) -> Iterable[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in DictReader(lines, delimiter="\t", quoting=3):
            unclear = "/" in row["options"]
            codes = frozenset(row["options"].split("/" if unclear else ","))
            yield Row(file.stem, row["question"], codes, unclear, row["text"], row["spelling"])


def digest(rows: Iterable[Row]) -> str:
    """Says from which answers weights were learnt; their spelling kind is not learnt from."""
    seen = sha256()
    for row in rows:
        fields = (row.writer, row.question, ",".join(sorted(row.codes)), str(row.unclear), row.text)
        seen.update("\t".join(fields).encode() + b"\n")
    return seen.hexdigest()
