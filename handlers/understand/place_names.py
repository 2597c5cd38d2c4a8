"""Names of communes, districts and provinces, of today and of before July 2025 (`places.tsv`), looked up as typed.

Source: vietnamadminunits 1.0.4 (MIT) and seeds/unit_changes.csv, by seeds/build_places.py.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from handlers.understand.fold import clean, fold
from rules.tone_marks import one_tone_place

FILE = Path(__file__).with_name("places.tsv")
LONGEST = 300
KEPT = 8  # provinces in memory
KINDS = {
    "xa": "xã",
    "phuong": "phường",
    "thi_tran": "thị trấn",
    "dac_khu": "đặc khu",
    "huyen": "huyện",
    "quan": "quận",
    "thi_xa": "thị xã",
    "thanh_pho": "thành phố",
    "tinh": "tỉnh",
}
COMMUNES = ("xa", "phuong", "thi_tran", "dac_khu")
_ALIASES = {
    **dict.fromkeys(("sai gon", "saigon", "hcm", "tphcm", "tp hcm", "sg"), "ho chi minh"),
    "ha noi": "ha noi",
    "hn": "ha noi",
    "da nang": "da nang",
    "dac lac": "dak lak",
    "bmt": "buon ma thuot",
}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Row(NamedTuple):
    province: str
    now: bool
    kind: str
    name: str
    district: str
    codes: tuple[str, ...]

    @property
    def level(self) -> str:
        return "commune" if self.kind in COMMUNES else "province" if not self.province else "district"


class Word(NamedTuple):
    """A word as typed in one spelling, folded, and whether it has a capital; `gap` is what stands before it.

    `accented`: who writes the text writes accents, so that a word without any has none.
    """

    typed: str
    folded: str
    capital: bool
    gap: str
    accented: bool = False


@lru_cache(maxsize=64)
def province_of(unit: str) -> str:
    """Gives the code of a commune's province; empty for what is no commune."""
    line = next((line for line in _lines() if line.endswith(f"\t\t{unit}") and line[2:5] == "\t1\t"), "")
    return line[:2]


def named(said: Sequence[Word], province: str) -> list[Row]:
    folded = " ".join(word.folded for word in said)
    rows = _index(province).get(folded, [])
    if not province:
        rows = rows or _index("").get(_ALIASES.get(folded, ""), [])
        if folded in _ALIASES:
            return rows
    return [row for row in rows if _spelled_so(said, row.name)]


def _spelled_so(said: Sequence[Word], name: str) -> bool:
    """Says whether the accents that are written are the name's; without any, every name of these letters is."""
    typed = [word.typed for word in said]
    unwritten = all(word.isascii() for word in typed) and not any(word.accented for word in said)
    return unwritten or typed == [word.typed for word in words_of(name)]


def words_of(text: str) -> list[Word]:
    text = clean(text[:LONGEST])
    words, end = [], 0
    for match in _WORD.finditer(text):
        word = match[0].replace("’", "'")
        before = text[end : match.start()]
        words.append(Word(one_tone_place(word.lower()), fold(word).replace("'", ""), word[0].isupper(), before))
        end = match.end()
    accented = sum(not word.typed.isascii() for word in words) * 3 > len(words)
    return [word._replace(accented=True) for word in words] if accented else words


def _lines() -> list[str]:
    return FILE.read_text(encoding="utf-8").splitlines()


@lru_cache(maxsize=KEPT)
def rows_of(province: str) -> tuple[Row, ...]:
    """Reads what lies in a province; the provinces themselves for an empty code."""
    rows = (line.split("\t") for line in _lines() if line.startswith(province + "\t"))
    return tuple(
        Row(province, now == "1", kind, name, district, tuple(codes.split(",")))
        for _, now, kind, name, district, codes in rows
    )


@lru_cache(maxsize=KEPT)
def _index(province: str) -> dict[str, list[Row]]:
    index: dict[str, list[Row]] = {}
    for row in rows_of(province):
        index.setdefault(" ".join(word.folded for word in words_of(row.name)), []).append(row)
    return index
