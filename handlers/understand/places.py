"""Communes, districts and provinces that a text names, of today and of before July 2025: «bên Thanh Thủy cũ»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.understand.fold import fold
from handlers.understand.place_names import COMMUNES, KINDS, Row, Word, named, province_of, rows_of, words_of

_SAID_KINDS = {
    **{fold(said): kind for kind, said in KINDS.items()},
    "tt": "thi_tran",
    "tx": "thi_xa",
    "tp": "thanh_pho",
    "thanh pho": "thanh_pho",
    "x": "xa",
    "p": "phuong",
}
# words after which a place is named: folded, or with their accents where without them they are another
_LEADING = re.compile(
    r"o|tai|ben|gan|ve|qua|sang|len|xuong|duoi|tren|ra|vo|vao|den|tu|trong|ngoai|khu|dan|que|tan|huong|phia|ban|tram|"
    r"cong|mien|dat|dau|dia|hoac|hay|tới|đi|chợ|cầu|trường|người|vùng|khắp"
)
# words after which somebody is named
_KIN = re.compile(
    r"anh|a|chi|em|e|chu|bac|co|ong|ba|chau|cau|thang|con|thim|mo|me|ten|be|chong|nguyen|tran|le|pham|bui|dinh|"
    r"hoang|cu|lan|mu"
)
_HAMLET = re.compile(r"xom|thon|ap|khoi|to|lang|khom|buon|duong|pho|ngo|chua|quan")
# of one word and in small letters; all other such names are words, too
_SHORT = ("vinh", "hn", "hcm", "tphcm", "saigon", "sg")
# names that are words as well: of a place only with its kind, or with capitals
_WORDS_AS_WELL = re.compile(
    r"(?:hoa binh|doan ket|tan tien|hanh phuc|tu do|binh an|an toan|thanh cong|dai dong|dong tam|dong tien"
    r"|thong nhat|an binh|hoa hop|hoa thuan|nam tien|tien bo|tan hoa|quyet thang|chien thang|thang loi"
    r"|doc lap|hop tac|quang minh|an cu|tam quan|tan an|hoa an|yen on|binh yen|an lac|phuc loc|trung tam"
    r"|lao dong|cong hoa|hop thanh|hoa hiep|phu ho|que huong|truong thi|chau hanh)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its kind as people knew it, and the `codes` of today's communes that it is or lies in.

    `level` is commune, district or province; of a province the code is its own.
    """

    name: str
    level: str
    former: bool
    codes: tuple[str, ...]


def find_place(text: str, unit: str = "") -> Place | None:
    """Finds the one place that a text names, as seen from a commune: names are looked up in its own province.

    «Xã X cũ» is the commune of before July 2025; without a word it is that of today, if there is one. None for none,
    for two, and for a name that several communes of the province had, unless one lay in the same district.
    """
    words = words_of(text)
    places = {place.codes: place for place in _places(words, unit)}
    communes = {codes: place for codes, place in places.items() if place.level == "commune"} or places
    return next(iter(communes.values())) if len(communes) == 1 else None


def today_of(place: Place) -> str:
    """Names today's unit that a former one is in, with its kind; empty for what is of today, and for several."""
    if not place.former or len(place.codes) != 1:
        return ""
    province = "" if place.level == "province" else province_of(place.codes[0])
    row = next((row for row in rows_of(province) if row.now and row.codes == place.codes), None)
    return f"{KINDS[row.kind]} {row.name}" if row else ""


def _places(words: Sequence[Word], unit: str) -> Iterator[Place]:
    at = 0
    while at < len(words):
        place, taken = _at(words, at, unit)
        if place:
            yield place
        at += taken


def _at(words: Sequence[Word], at: int, unit: str) -> tuple[Place | None, int]:
    """Reads the place whose name begins at a word; gives it and how many words it takes, with what it lies in."""
    home = province_of(unit) if unit else ""
    kind, before = _kind_before(words, at)
    for length in range(min(5, len(words) - at), 0, -1):
        said = words[at : at + length]
        after, former = _after(words, at + length)
        district, province, taken = _lies_in(words, after, home)
        rows = [row for area in dict.fromkeys((province or home, "")) for row in named(said, area)]
        if province and not any(row.province for row in rows):
            continue
        rows = _of_kind(rows, kind)
        if rows and _is_meant(words, at, length, before, kind=kind, marked=former is not None or taken > after):
            if place := _resolved(rows, district, former, unit):
                return place, taken - at
            return None, length
    return None, 1


def _resolved(rows: list[Row], district: str, former: bool | None, unit: str) -> Place | None:
    if district:
        rows = [row for row in rows if row.district == district or (row.now and _lay_in(row, district))]
    if former is not None:
        rows = [row for row in rows if row.now is not former] or rows
    rows = [row for row in rows if row.now] or rows
    rows = [row for row in rows if row.level == "commune"] or rows
    if len({row.codes for row in rows}) > 1 and unit:
        own = {row.district for row in rows_of(province_of(unit)) if not row.now and row.district and unit in row.codes}
        rows = [row for row in rows if row.district in own]
    if len({row.codes for row in rows}) != 1:
        return None
    row = rows[0]
    return Place(f"{KINDS[row.kind]} {row.name}", row.level, not row.now, row.codes)


def _lay_in(row: Row, district: str) -> bool:
    return any(
        not other.now and other.level == "district" and other.name == district and row.codes[0] in other.codes
        for other in rows_of(row.province)
    )


def _is_meant(words: Sequence[Word], at: int, length: int, before: int, *, kind: str, marked: bool) -> bool:
    """Says whether a name is said of a place: after its kind or «ở», «bên», «gần», as «… cũ», or alone."""
    name = " ".join(word.folded for word in words[at : at + length])
    capital = all(word.capital for word in words[at : at + length])
    left = words[before - 1] if before else None
    if kind:
        return True
    if left and (_KIN.fullmatch(left.folded) or _HAMLET.fullmatch(left.folded)) and not _LEADING.fullmatch(left.typed):
        return False
    following = words[at + 1] if len(words) > at + 1 and not words[at + 1].gap.strip() else None
    if length == 1 and (not (capital or name in _SHORT) or (following and following.capital and capital)):
        return False
    if _WORDS_AS_WELL.fullmatch(name) and not capital:
        return False
    leading = left is not None and "," not in words[at].gap and any(map(_LEADING.fullmatch, (left.folded, left.typed)))
    alone = length > 1 and at == 0 and (len(words) == length or marked)
    return leading or alone or (marked and length > 1)


def _kind_before(words: Sequence[Word], at: int) -> tuple[str, int]:
    for size in (2, 1):
        if at >= size:
            said = " ".join(word.folded for word in words[at - size : at])
            if (kind := _SAID_KINDS.get(said)) and not any("," in word.gap for word in words[at - size + 1 : at + 1]):
                return kind, at - size
    return "", at


def _of_kind(rows: list[Row], kind: str) -> list[Row]:
    if not kind:
        return rows
    exact = [row for row in rows if row.kind == kind]
    alike = [row for row in rows if row.kind in COMMUNES] if kind in COMMUNES else []
    return exact or alike


def _after(words: Sequence[Word], at: int) -> tuple[int, bool | None]:
    """Steps over «cũ» or «mới»; gives where it goes on, and whether the former or today's place is meant."""
    if at < len(words) and words[at].folded == "cu" and words[at].typed not in ("cụ", "củ"):
        return at + 1, True
    if at < len(words) and words[at].typed == "mới":
        return at + 1, False
    return at, None


def _lies_in(words: Sequence[Word], at: int, home: str) -> tuple[str, str, int]:
    """Reads the district and the province that stand behind a name: gives its name, its code, and where it goes on."""
    district, province = "", ""
    for _ in range(2):
        rows, end = _larger(words, at, home)
        if found := next((row.name for row in rows if row.level == "district" and not district), ""):
            district, at = found, end
        elif found := next((row.codes[0] for row in rows if row.level == "province"), ""):
            province, at = found, end
        else:
            break
    return district, province, at


def _larger(words: Sequence[Word], at: int, home: str) -> tuple[list[Row], int]:
    """Reads what stands behind a comma or the word for its kind: «, Thanh Chương», «huyện Thanh Chương»."""
    kind = ""
    for size in (2, 1):
        said = " ".join(word.folded for word in words[at : at + size])
        if not kind and _SAID_KINDS.get(said, "xa") not in COMMUNES and len(words) > at + size:
            kind, at = _SAID_KINDS[said], at + size
    if len(words) <= at or not (kind or set(words[at].gap) & set(",(-")):
        return [], at
    for length in range(min(4, len(words) - at), 0, -1):
        said_words = words[at : at + length]
        rows = [row for area in dict.fromkeys((home, "")) for row in named(said_words, area) if row.level != "commune"]
        if rows := [row for row in rows if not kind or row.kind == kind or row.level == "province"]:
            return rows, _after(words, at + length)[0]
    return [], at
