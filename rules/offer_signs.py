"""Signs that an offer may be a trap: an officer looks at it before people see it. Nothing is refused by them alone.

They are drawn from what people are warned of: money before work, work abroad that is said to be light and well paid,
papers that are kept, talk that is to go on elsewhere, pay that nobody pays.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# first: no sign, but nobody of this partner has been looked at yet
FIRST = "first"
SIGNS = ("fee", "abroad", "easy", "papers", "outside", "pay")

# per → between these, in đồng, nobody wonders; own bounds, wide enough for part-time work and for craftsmen
ORDINARY: Mapping[str, tuple[int, int]] = {
    "month": (1_500_000, 40_000_000),
    "day": (100_000, 1_500_000),
    "hour": (12_000, 200_000),
    "piece": (200, 2_000_000),
}

_NOT = r"(?<!khong )(?<!ko )(?<!k )(?<!kg )(?<!chang )(?<!mien )(?<!khong can )(?<!khong phai )(?<!ko can )"
_FEE = re.compile(
    rf"{_NOT}(?:dat coc|dong coc|nop coc|tien coc|the chan|ky quy|dong phi|nop phi|thu phi|mat phi|chuyen phi|"
    r"chuyen khoan truoc|tra phi|phi ho so|phi gioi thieu|phi giu cho|phi dao tao|phi dong phuc|phi xin viec|"
    r"phi moi gioi|phi visa|phi xuat canh|le phi ho so|mua (?:bo )?(?:dong phuc|ho so)|dong truoc|nop truoc|"
    r"deposit|registration fee|upfront)\b"
)
_ABROAD = re.compile(
    r"\b(?:campuchia|cam pu chia|cambodia|mien dien|myanmar|(?:ben|sang|qua|nuoc|o) lao(?! dong)|dubai|philippines?|"
    r"phi lip pin|tam giac vang|macau|ma cao|dai loan|malaysia|ma lai|nuoc ngoai|xuat khau lao dong|xkld|abroad|"
    r"bo da|svay rieng|bavet|ba vet)\b"
)
_EASY = re.compile(
    r"\b(?:viec nhe luong cao|nhe nhang luong cao|viec nhe nhang (?:ma )?luong cao|ngoi mat|ngoi choi|ngoi khong|"
    r"luong khung|thu nhap khung|kiem tien online|lam nhiem vu|chot don ao|lam giau|khong lam van co|easy money|"
    r"chi can (?:cccd|can cuoc|dien thoai|tai khoan)|cho thue tai khoan|mo tai khoan)\b"
)
_PAPERS = re.compile(
    rf"{_NOT}(?:(?:giu(?: lai)?|cam(?: co)?|the chap) (?:ban goc |ho so )?(?:can cuoc|cccd|cmnd|chung minh|ho chieu|"
    r"passport|bang lai|giay to|bang goc|so ho khau)|(?:nop|thu|gui) (?:can cuoc|cccd|cmnd|chung minh|ho chieu|"
    r"bang lai|giay to|bang)(?: \w+)? goc|keep (?:your )?(?:id|passport))\b"
)
_OUTSIDE = re.compile(
    r"\b(?:(?:ket ban|add|nhan tin|nhan|ib|inbox|lien he|goi|vao nhom|vao|tham gia|quet ma|chat)(?: \w+){0,2} "
    r"(?:zalo|telegram|tele|facebook|fb|messenger|viber|whatsapp|wechat)|https?|www|zalo me|t me|bit ly|m me|fb com)\b"
)
_BY_WORDS = {"fee": _FEE, "abroad": _ABROAD, "easy": _EASY, "papers": _PAPERS, "outside": _OUTSIDE}


@dataclass(frozen=True, slots=True)
class Told:
    """What an offer says. `words`: all its texts, folded to small letters without accents or punctuation."""

    words: str
    pay_from: int | None = None
    pay_to: int | None = None
    per: str = "month"


def signs_of(told: Told) -> tuple[str, ...]:
    """Lists the signs that an offer shows, in the order of SIGNS; empty for an ordinary one."""
    shown = {sign for sign, pattern in _BY_WORDS.items() if pattern.search(told.words)}
    if is_odd_pay(told):
        shown.add("pay")
    return tuple(sign for sign in SIGNS if sign in shown)


def is_odd_pay(told: Told) -> bool:
    """Says whether nobody ordinarily pays so little or so much: 300 đồng, 300 million a month."""
    if told.per not in ORDINARY:
        return False
    least, most = ORDINARY[told.per]
    return any(not least <= amount <= most for amount in (told.pay_from, told.pay_to) if amount is not None)
