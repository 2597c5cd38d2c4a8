"""What people say to the questions that were chosen for a check-in, of which no answers were learnt."""

import re
from functools import cache

from handlers.understand.abbreviations import expand
from handlers.understand.fold import bare, clean, folded_words

# question → its codes with the words that mean them, the surest first; words are folded and without short forms
_MEANT: dict[str, tuple[tuple[str, str], ...]] = {
    "sleep": (
        ("badly", r"khong ngu|mat ngu|kho ngu|ngu khong|trang dem|thuc (?:trang|suot|ca dem)|ngu it|it ngu|ngu kem"),
        ("broken", r"chap chon|giat minh|luc duoc luc khong|hay tinh|tinh giac|bua duoc bua khong|ac mong"),
        ("well", r"ngon|ngu duoc|ngu tot|ngu say|ngu ky|ngu deu|binh thuong|tot|on"),
    ),
    "food": (
        (
            "often_short",
            r"hay thieu|thieu suot|bua doi bua no|nhin doi|doi suot|khong co (?:gi an|com|gao|an)",
        ),
        ("sometimes_short", r"co bua|co hom|luc co luc khong|thinh thoang thieu|doi khi thieu|an uong that thuong"),
        ("enough", r"du (?:bua|an)|an du|ba bua|3 bua|an duoc|an tot|binh thuong|khong thieu|on|tot"),
    ),
    "work": (
        ("looking", r"(?:dang|con) (?:di )?(?:tim|kiem|xin)|chua (?:co|xin duoc|kiem duoc|tim duoc) viec|that nghiep"),
        ("not_now", r"chua di lam|khong di lam|o nha|nghi (?:lam|viec|o nha)|khong lam gi|om khong lam"),
        (
            "now_and_then",
            r"luc co luc khong|bua co bua khong|bap benh|viec thoi vu|lam thue|ai goi thi lam",
        ),
        ("steady", r"deu|on dinh|co viec|dang lam|van lam|di lam (?:roi|binh thuong|hang ngay)|binh thuong"),
    ),
    "money": (
        ("short", r"thieu (?:truoc|tien|hut|suot|nhieu)|khong du|chua du|no (?:nan|nhieu)|het tien|khong co tien|kiet"),
        ("tight", r"tinh toan|chat vat|tam du|vua du|eo hep|kho khan|co keo|that lung"),
        ("enough", r"du (?:dung|tieu|song|an)|xoay duoc|on|tot|thoai mai|binh thuong"),
    ),
    "home": (
        ("alone", r"(?:o|song) mot minh|song rieng|khong co ai|chi co minh"),
        ("heavy", r"nang ne|cang thang|khong noi chuyen|cai nhau suot|suot ngay cai|lanh nhat|ngot ngat"),
        ("some_words", r"to tieng|doi luc|doi khi|thinh thoang cai|cai nhau|cai vat|luc vui luc buon"),
        ("warm", r"em am|vui ve|hoa thuan|am cung|binh thuong|on|tot|thuong nhau"),
    ),
    "old_friends": (
        ("hard", r"kho tu choi|kho noi|rat kho|kho (?:xu|nghi)|ne lam|nhieu lan"),
        ("easy", r"tu choi (?:duoc|roi)|khong di|em tu choi|toi tu choi|co ma|co nhung|ke ho|bo qua"),
        ("no", r"khong co|khong ai|khong|chua|cat (?:het|dut)|khong con choi"),
    ),
    "drink": (
        ("more_than_liked", r"nhieu|qua chen|say|hoi qua|khong bo duoc|suot ngay|lien tuc"),
        ("little", r"chut|it|vai (?:chen|lon|coc|ly)|xa giao|dam|thinh thoang|lau lau|uong vua"),
        ("no", r"khong (?:uong|dung|ruou)|bo (?:roi|han|ruou)|khong|chua"),
    ),
    "craving": (
        ("hard", r"vat va|them lam|kho (?:chiu|lam)|nhieu lan|them suot|kho qua|dai dang"),
        (
            "passed",
            r"qua (?:roi|duoc)|roi cung qua|vuot (?:qua|duoc)|co nhung|doi luc|co luc|thinh thoang|chiu duoc",
        ),
        ("no", r"khong (?:co|them|con)|khong|chua"),
    ),
    "medicine": (
        ("ran_out", r"het thuoc|khong con thuoc|het roi|chua (?:lay|linh) (?:duoc )?thuoc|thieu thuoc"),
        ("sometimes_missed", r"quen|co hom|co bua|luc uong luc khong|bo (?:bua|hom|may hom)|khong deu"),
        ("regular", r"deu|day du|ngay nao cung|dung gio|uong du|binh thuong"),
    ),
    "loneliness": (
        ("rarely", r"it khi|hiem|khong (?:may|co|thay|bao gio|he)|khong|binh thuong"),
        ("often", r"hay (?:thay|buon|bi|lam)|thuong xuyen|suot|luon|nhieu|co (?:lam|nhieu)|rat co don|co don lam"),
        ("sometimes", r"thinh thoang|doi luc|doi khi|luc nao (?:mot minh|ranh)|co luc|cung co|ban dem"),
    ),
}
# an answer is short; a story is for whoever reads it
_MOST_WORDS = 12


def answer_in(question: str, text: str) -> str:
    """Finds the code of the answer that these words mean; empty where they mean none."""
    said = bare(" ".join(expand(folded_words(clean(text)))))
    if len(said.split()) > _MOST_WORDS:
        return ""
    return next((code for code, words in _words_of(question) if words.search(said)), "")


@cache
def _words_of(question: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compiles what may be said to a question when it is first answered, not when the program starts."""
    meant = _MEANT.get(question, ())
    return tuple((code, re.compile(rf"(?<!khong )(?<!chua )\b(?:{words})\b")) for code, words in meant)
