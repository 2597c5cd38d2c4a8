"""Mends letters: texts in the old fonts TCVN3 (.VnTime) and VNI, UTF-8 that was read as Windows-1252, loose marks."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from handlers.understand.fold import clean
from handlers.understand.tables.cells import Cell
from handlers.understand.tables.syllables import odd_words

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ®¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)
# in VNI a vowel is followed by a sign that says its mark
_VNI_MARKS = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_HAT = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í"}
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for vowel in "aeoyuôö":
        letter = _VNI_ALONE.get(vowel, vowel)
        pairs |= {vowel + sign: letter + mark for sign, mark in _VNI_MARKS.items()}
    for vowel in "aeo":
        pairs |= {vowel + sign: vowel + "\u0302" + mark for sign, mark in _VNI_HAT.items()}
    pairs |= {"a" + sign: "a\u0306" + mark for sign, mark in _VNI_BREVE.items()}
    composed = {pair: unicodedata.normalize("NFC", letter) for pair, letter in pairs.items()} | _VNI_ALONE
    capital = {pair[0].upper() + pair[1:]: letter.upper() for pair, letter in composed.items()}
    return composed | capital | {pair.upper(): letter.upper() for pair, letter in composed.items()}


_VNI = _vni_pairs()
_VNI_SIGN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def of_tcvn3(text: str) -> str:
    """Reads a text written in a .VnTime font."""
    return "".join(_TCVN3.get(sign, sign) for sign in text)


def of_vni(text: str) -> str:
    """Reads a text written in a VNI font."""
    return _VNI_SIGN.sub(lambda match: _VNI[match[0]], text)


def of_wrong_reading(text: str) -> str:
    """Reads UTF-8 that was taken for Windows-1252, once or more often; gives other texts back as they are."""
    from ftfy import fix_encoding  # 40 ms, spared until a list comes

    return fix_encoding(text)


Reading = Callable[[str], str]
LOOKED_AT = 60
OLD_FONTS: tuple[tuple[str, Reading], ...] = ((".vn", of_tcvn3), ("vni", of_vni))


def mended(cells: Sequence[Cell], usual: Reading | None = None) -> list[str]:
    """Gives the texts of one row with their letters as they were meant.

    A short word alone reads two ways (xãm is xóm in TCVN3): so the cells of a row that may be in an old font are read
    together, and a row that could be either as the list `usual`ly is. A letter beyond Latin-1 is in none.
    """
    texts = [of_wrong_reading(cell.text) if not cell.text.isascii() else cell.text for cell in cells]
    doubtful = [at for at, text in enumerate(texts) if not text.isascii() and max(text) <= "\xff"]
    together = " ".join(texts[at] for at in doubtful)
    odd = odd_words(together) if doubtful else 0
    reading = _reading_of(together, odd) if odd else usual if doubtful else None
    for at in doubtful:
        by_font = next((read for start, read in OLD_FONTS if cells[at].font.lower().startswith(start)), None)
        own = by_font or reading
        if own is not None:
            texts[at] = own(texts[at])
            if by_font is of_tcvn3 and cells[at].font.lower().endswith("h"):
                texts[at] = texts[at].upper()
    return [plain(text) for text in texts]


def usual_reading(rows: Iterable[Sequence[Cell]]) -> Reading | None:
    """Gives the old font in which most rows of a list can only be; None for a list of today."""
    read: Counter[Reading | None] = Counter()
    for cells in islice(rows, LOOKED_AT):
        doubtful = " ".join(cell.text for cell in cells if not cell.text.isascii() and max(cell.text) <= "\xff")
        if doubtful:
            odd = odd_words(doubtful)
            read[_reading_of(doubtful, odd) if odd else None] += 1
    reading, count = next(iter(read.most_common(1)), (None, 0))
    return reading if count * 3 > 2 * read.total() else None


def _reading_of(text: str, odd: int) -> Reading | None:
    left, reading = min(((odd_words(read(text)), read) for _font, read in OLD_FONTS), key=lambda counted: counted[0])
    return reading if left < odd else None


def plain(text: str) -> str:
    """Composes a text, with the Vietnamese Đ and plain spaces, without signs that nobody sees; lines stay."""
    text = clean(_SPACES.sub(" ", text.replace("\u00d0", "Đ").replace("\u0189", "Đ").replace("\u00f0", "đ")))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
