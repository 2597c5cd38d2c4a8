"""Typed text in one spelling, for the grammars of days, hours and money.

Folded, but for the words that accents tell apart: «tối» (evening) from «tôi» (I), «nãy» (just now) from «này» (this).
A word that only shares its letters with one of the grammar («quá», «thằng», chị Mai) becomes «~».
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from handlers.understand.fold import DRAWN_OUT, clean, fold
from handlers.understand.telex import untelexed

LONGEST = 400
# folded word: the spellings that mean what the grammar means by it
_SPELLINGS = """
mot: một mốt
hai: hai
ba: ba
bon: bốn
tu: tư tứ
nam: năm
sau: sau sáu
bay: bảy bẩy
tam: tám
chin: chín
muoi: mười mươi
le: lẻ lễ
tram: trăm
nghin: nghìn
ngan: ngàn
van: vạn
trieu: triệu triêụ triêu trieụ triẹu
ty: tỷ
ti: tỉ
cu: củ
chai: chai
lit: lít
xi: xị
dong: đồng
cong: công
mai: mai mâi
qua: qua
nay: nay này nãy
kia: kia kìa
ram: rằm
mung: mùng mồng
gio: giờ
sang: sáng sang
chieu: chiều
dem: đêm
khuya: khuya
hom: hôm
bua: bữa bựa bưa
ngay: ngày
thu: thứ thu
thang: tháng
tuan: tuần tuân
roi: rồi
dau: đầu
cuoi: cuối
ta: ta
chap: chạp
hoi: hồi
nua: nữa nửa
"""
MEANT = {
    folded: frozenset(forms.split())
    for folded, _, forms in (line.partition(":") for line in _SPELLINGS.strip().splitlines())
}
KEPT = frozenset({"mơi", "mỗi", "tỏi", "củ", "vạn", "tối", "tới", "nãy", "kìa", "mốt", "từ", "sáu"})
_WRITTEN_OUT = {
    **dict.fromkeys(("hqua", "hwa"), "hom qua"),
    "hnay": "hom nay",
    "wa": "qua",
    **dict.fromkeys(("trc", "trk", "truoc"), "truoc"),
    **dict.fromkeys(("chìu", "chiu"), "chieu"),
    "mâi": "mai",
    **dict.fromkeys(("nhựt", "nhut"), "nhat"),
    **dict.fromkeys(("mồng", "mùng"), "mung"),
    **dict.fromkeys(("ngìn", "ngin"), "nghin"),
    **dict.fromkeys(("mừi", "mưòi"), "muoi"),
    "túi": "tối",
    "tôi": "tôi",
    "sag": "sang",
    "thag": "thang",
    "hum": "hom",
}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
OTHER = "~"
_LETTERS = re.compile(r"[^\W\d_]+")
_DOUBLED_END = re.compile(r"(?<=[^\W\d_])([aiuy])\1$")
_PAUSE = re.compile(r"(?:(?<!\d)[.,:;!?]|[.,](?! ?\d)|[:;!?](?!\d)|\n)+")
_LOOSE = re.compile(r"[^\w/.,:%~+\-]+|_|(?<!\w)-+|-+(?! ?\d)|(?<!\w)/|/(?!\w)")
_APART = re.compile(r"(?<=\d) ?/ ?(?=\d)")
_TO = re.compile(r"(?<=\w) ?[-–—] ?(?=\d)")
# of whom a number or «Mai» is the name; «em» and «con» are as often who writes
KIN = frozenset(
    [
        "anh",
        "chị",
        "chi",
        "chú",
        "chu",
        "bác",
        "bac",
        "cô",
        "ông",
        "ong",
        "bà",
        "cậu",
        "dì",
        "thím",
        "thim",
        "mợ",
        "thằng",
        "tên",
    ]
)
_NAMES = frozenset(["hai", "ba", "tu", "nam", "sau", "sáu", "bay", "tam", "chin", "muoi", "mai"])
_COUNTED = frozenset(
    ["thứ", "thu", "tháng", "thang", "ngày", "ngay", "mùng", "mung", "hôm", "hom", "năm", "nam", "rằm", "ram"]
)
# without accents «toi» before these is «tôi» (I), unless an hour stands before it: «8h tối đi»
_DOES = frozenset(
    [
        *("co", "da", "ghe", "di", "vua", "moi", "se", "ban", "tham", "noi", "khong", "ko", "k", "chua"),
        *("bi", "dang", "cung", "muon", "can", "xin", "hoi", "la", "thay", "biet", "dinh", "goi", "gap", "len"),
    ]
)
_CLOCK = frozenset(["h", "g", "gio", "ruoi", "giờ", "rưỡi"])


@lru_cache(maxsize=8)
def spelled(text: str) -> str:
    """Spells the first 400 signs; figures and the signs within them stay, a pause is «,». Remembered for the turn."""
    said = clean(text[:LONGEST])
    tokens = [(hit.start(), hit.end(), hit[0]) for hit in _LETTERS.finditer(said)]
    accented = sum(not word.isascii() for _, _, word in tokens) * 2 > len(tokens)
    parts, at = [], 0
    for (start, end, _), meant in zip(tokens, _meant([word for _, _, word in tokens], accented), strict=True):
        parts += [said[at:start], meant]
        at = end
    said = _TO.sub("-", _APART.sub("/", "".join([*parts, said[at:]])))
    return " ".join(_LOOSE.sub(" ", _PAUSE.sub(" , ", said)).split())


def _meant(words: list[str], accented: bool) -> Iterator[str]:
    shouted = all(word.isupper() for word in words)
    before = ""
    for place, (word, after) in enumerate(zip(words, [*words[1:], ""], strict=False)):
        capital = word[0].isupper() and place > 0 and not shouted
        word = word.lower()
        meant = _corrected(word, accented)
        if meant == "toi" and before not in _CLOCK and fold(after) in _DOES:
            meant = "tôi"
        yield OTHER if _is_name(before, meant, capital=capital) else meant
        before = word


@lru_cache(maxsize=8192)
def _corrected(word: str, accented: bool) -> str:
    word = DRAWN_OUT.sub(r"\1", word)
    typed, word = word, untelexed(word)
    slip = word != typed
    word = _DOUBLED_END.sub(r"\1", word)
    if word in KEPT:
        return word
    if out := _WRITTEN_OUT.get(word):
        return out
    folded = fold(word)
    spellings = MEANT.get(folded, frozenset())
    # who writes accents leaves them out on purpose: «bay» flies and is no «bảy»
    means_other = bool(spellings) and word not in spellings and (accented or not word.isascii())
    if means_other and not (slip and _tone(word) in map(_tone, spellings)):
        return OTHER
    return _WRITTEN_OUT.get(folded, folded)


def _is_name(before: str, word: str, *, capital: bool) -> bool:
    return word in _NAMES and (before in KIN or (capital and before not in _COUNTED))


def _tone(word: str) -> str:
    """Names the tone alone: a slip often lacks the key for the hat or the horn, «trieuj»."""
    return "".join(mark for mark in unicodedata.normalize("NFD", word) if mark in _TONES)
