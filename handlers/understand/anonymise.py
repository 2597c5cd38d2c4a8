"""Anonymises a typed sentence, so that what was not understood can be reviewed."""

import re
from collections.abc import Iterable

from handlers.understand.fold import clean, fold
from handlers.understand.spelling import KIN

LONGEST = 160
LEFT_OUT = "…"
_WORD = re.compile(r"[^\W_]+(?:[.\-@/:][^\W_]+)*")
_FAMILY_NAMES = frozenset(
    ["nguyen", "pham", "hoang", "huynh", "phan", "dang", "bui", "truong", "dinh", "luong", "tran"]
)
_CALLED = frozenset(["nha", "ten", "gap", "tham", "ghe"])
# after «em», «con» or «với» comes as often a verb: there only these are taken for names
_COMMON = """
nam hung tuan dung cuong son long hai minh duc thang quan phong vinh binh hoang hoa lan mai huong thuy trang linh
ngoc thao nga hang ha hien hanh phuong luc luan tu tai tam tan toan trung viet vu
"""
_GIVEN_NAMES = frozenset(_COMMON.split())
_BEFORE_GIVEN = frozenset(["em", "con", "chau", "voi", "no", "cua", "cho"])
# what may stand after «anh» or «nhà» and is no name
_OTHERS = """
ay do nay kia ni te em anh chi minh toi tui la co khong ko k chua da dang se bi duoc dc di o ve noi lam muon
can nha ban cac moi ai nao sao oi a nho giup cho va voi cung nua thi ma ra vao len xuong roi vay bao goi hoi
xem biet cong truong chu ba hai nghi lay mat xin den tu tai han no ta gi van rat qua so xa duong xom thon
ten thang bac thim cau ong
"""
_NO_NAME = frozenset(_OTHERS.split())


def anonymised(text: str, names: Iterable[str] = ()) -> str:
    """Folds a text and leaves out numbers, addresses, the given `names`, and what stands where names do.

    Rather a word too many is left out than a name kept.
    """
    said = clean(text[:LONGEST])
    given = {part for name in names for part in fold(name).split()}
    shouted = said.isupper()
    kept: list[str] = []
    before, after_family = "", 0
    for place, word in enumerate(_WORD.findall(said)):
        folded = fold(word)
        capital = word[0].isupper() and place > 0 and not shouted
        is_name = (
            capital or after_family > 0 or folded in given or folded in _FAMILY_NAMES or _is_called(before, folded)
        )
        # without capitals a family name takes along the two words after it
        after_family = 2 if folded in _FAMILY_NAMES and word.islower() else after_family - 1
        secret = is_name or any(map(str.isdigit, word)) or not folded.isalpha()
        if not (secret and kept and kept[-1] == LEFT_OUT):
            kept.append(LEFT_OUT if secret else folded)
        before = word.lower()
    return " ".join(kept)


def _is_called(before: str, folded: str) -> bool:
    if before in KIN or fold(before) in _CALLED:
        return folded not in _NO_NAME
    return fold(before) in _BEFORE_GIVEN and folded in _GIVEN_NAMES
