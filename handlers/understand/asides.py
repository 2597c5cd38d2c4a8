"""Short messages that answer nothing, whatever is asked: «đợi tí», «không biết», «không có gì ạ», a greeting, 👍."""

import re
import unicodedata
from typing import Literal

from handlers.understand.fold import bare

Aside = Literal["wait", "unknown", "nothing", "yes", "greeting", "thanks"]
LONGEST = 40
# Unicode categories: pictures, the tones of their skin, what joins and varies them
_EMOJI = frozenset({"So", "Sk", "Cf", "Mn"})
_SMILES = re.compile(r"[:;=]['\-^]?[()|*]+|\^[_.]?\^|\(y\)|<3", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:da|vang|uh|uhm|um|u|a|o|thoi|ma|thi|cu|hay|e|em|toi|tui|minh|chau|anh|chi|bac|co|chu|ok|oi|i|xin|chac"
    r"|thuc ra|noi that|lau qua|ai do|ai|nguoi nao|noi chung) "
)
_END = re.compile(
    r" (?:a|ak|ah|nhe|nha|nghen|da|cai|di|em|e|chau|ban|bot|ad|anh|chi|bac|co|chu|oi|nua|roi|ma|thoi|ne|luon|giup|voi"
    r"|dau|het|ca|het ca|cam on|cam on nhieu|thanks|tks|may|please|chua|day|do|nhi|hen|tieu|mat tieu)$"
)
_WORDS: dict[Aside, str] = {
    "wait": """
de sau|de lat|de lat nua|de toi|de mai|de luc khac|de hom khac|luc khac|hom khac|lat nua|lat|ti nua|chut nua|xiu nua
cho ti|cho ty|cho chut|cho xiu|cho lat|cho da|doi ti|doi ty|doi chut|doi xiu|doi lat|doi da|doi mot chut
doi mot ti|cho mot chut|doi toi|cho toi ti|cho em ti|cho toi chut|cho em chut|tu tu|khoan|khoan da
khoan gui|dung gui|chua gui|khong gui|ko gui
gui sau|dung gui voi|chua voi|later|wait|not now|hold on|one moment|in a moment|not yet|may phut nua
ranh noi sau|de nghi da
""",
    "unknown": """
khong biet|ko biet|k biet|hong biet|hok biet|khg biet|chiu|chua biet|khong ro|ko ro|k ro|chua ro|khong ro lam|khong nho
ko nho|k nho|chua nho|quen|quen mat|khong nho ro|khong nho ngay|chang biet|cha biet|ai biet|idk|don t know|i don t know
dont know|not sure|no idea|khong chac|ko chac|nho khong ro|no biet|khong biet ro
chua tinh duoc|chua tinh ra|chua nghi ra|chua tinh toi|chua biet duoc
""",
    "nothing": """
khong|ko|k|khong co|ko co|k co|khong co gi|ko co gi|k co gi|khong co gi them|ko co gi them|khong co j|ko co j|k co j
khong them gi|khong can|ko can|the thoi|chi the|co the|vay thoi|vay|khong noi them gi|khong ke them
du roi|the la du|vay la du|nhu vay la du|nhiu do du roi|rua du roi
khong co chi|ko co chi|khoi ke|khoi can|het|khong han|ko han|k han|khong co han|khong thoi han
thuong luong|thoa thuan|tuy tay nghe|tuy nang luc|tuy viec|khi nao du thi thoi|du thi thoi|du nguoi thi thoi
rua|rua thoi|chi rua|nhieu do thoi|khong co chi them|ko co chi them|k co chi them|khong chi them|chang co chi
an theo san pham|theo san pham|tra theo san pham|luong san pham|luong khoan|khoan san pham|lam khoan|an chia
cang dong cang tot|cang nhieu cang tot|nhieu cang tot|bao nhieu cung nhan|may nguoi cung nhan|khong gioi han
none|nothing|no|nothing else|that is all|no more|khong gi|chang co gi|khong co gi de noi
""",
    "yes": """
dung|dung vay|dung the|chinh xac|chuan|chuan roi|ok|oke|okay|okie|okela|duoc|uh|u|uk|vang|da|yes|right|correct|on|dong y
nhat tri|chot|phai|that vay|dung y
""",
    "greeting": """
chao|chao chau|chao em|chao ban|xin chao|hello|hi|hey|alo|e oi|em oi|ban oi|chau oi|chao buoi sang|chao buoi toi
good morning|co ai o day khong|co ai khong
""",
    "thanks": "cam on|cam on nhieu|cam on nhe|thanks|tks|thank you|camon|biet roi|hieu roi|toi biet roi|ok cam on",
}
_MEANT = {word: aside for aside, said in _WORDS.items() for word in said.strip().replace("\n", "|").split("|")}
# what follows a promise to say it later: «lát nữa tôi kể», «để mai em trả lời»
_LATER = re.compile(
    r"(?:de )?(?:lat nua|lat|ti nua|chut nua|mai|luc khac|hom khac|hom sau|de sau|khi khac|bua sau)"
    r"(?: (?:toi|em|minh|anh|chi|bac|chau|e))?"
    r" (?:ke|noi|tra loi|nhan|bao|lam|viet|gui|tinh|xem)(?: (?:sau|tiep|cho|them|lai|nhe|a|het|ky))*"
)
# whoever is at something else: «đang nấu cơm, tí nữa»
_BUSY = re.compile(
    r"(?:(?:da|gio|em|toi|tui|minh|anh|chi|bac|chau) )*(?:dang|ban|mac|ket|chua ranh|chua tien) .*"
    r"\b(?:ti nua|chut nua|xiu nua|lat nua|de lat|de sau|luc khac|de toi|de mai)"
    r"(?: (?:nhe|nha|a|noi|nhan|tra loi|lam|xem|tinh|toi|em))*"
)
# what a longer sentence ends in: «giấy mất rồi nên em không nhớ ngày nữa»
_UNKNOWN_AT_LAST = re.compile(
    r"\b(?:(?:khong|ko|k|hong|hok|chang|cha|chua) (?:con )?(?:nho|biet|ro)|quen)"
    r"(?: (?:ngay|thang|nam|gio|so|chinh xac|ro|chac|gi|bao nhieu|ai|mat|het|sach|tieu|nua|roi|luon|a|anh|chi|em))*$"
)


def ends_unknown(text: str) -> bool:
    """Says whether a sentence comes to this, that somebody does not know or has forgotten."""
    return _UNKNOWN_AT_LAST.search(bare(text)) is not None


def aside(text: str) -> Aside | None:
    """Says what a message is that answers nothing by itself; None for any other. «dung» alone is a yes or a stop."""
    if len(text) > LONGEST:
        return None
    meaning = _meaning(bare(text))
    # «đừng» holds up, «đúng» does not
    return "wait" if meaning == "yes" and "đừng" in text.lower() else meaning


def _meaning(said: str) -> Aside | None:
    """Looks it up as it stands, then without what is said for politeness before it and after it."""
    if _LATER.fullmatch(said) or _BUSY.fullmatch(said):
        return "wait"
    if said in _MEANT:
        return _MEANT[said]
    lead, end = _LEAD.match(said), _END.search(said)
    shorter = ([said[lead.end() :]] if lead else []) + ([said[: end.start()]] if end else [])
    return next((meaning for part in shorter if part and (meaning := _meaning(part))), None)


def is_gesture(text: str) -> bool:
    """Says whether the text is nothing but emoji and smiles; a question mark asks something."""
    rest = "".join(_SMILES.sub("", text).split())
    return bool(text.strip()) and all(unicodedata.category(sign) in _EMOJI for sign in rest)
