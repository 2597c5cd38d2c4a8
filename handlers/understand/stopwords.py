"""The words that stop all messages, and those that start them again."""

import re

from handlers.understand.clauses import clauses
from handlers.understand.fold import bare, words

_SELF = r"(?:em|toi|tui|minh|chau|anh|chi|bac)"
_LEAD = re.compile(
    r"(?:da|vang|thoi|xin|lam on|chan luon|cho em|cho toi|(?:em|toi|tui|minh|chau|anh|chi|bac)(?= (?:khong|ko|k) )"
    r"|em muon|toi muon|anh muon|yeu cau|de nghi) "
)
_END = re.compile(r" (?:a|nhe|nha|di|luon|cam on|please|voi|nua|cho em|cho toi|giup|ngay|bot oi|ad oi)$")

_STOP = """
dung|dung lai|dung tin|dung nhan|dung nhan tin|dung nhan cho|dung gui|dung gui tin|dung lam phien
ngung|ngung lai|ngung nhan tin|ngung gui tin|thoi nhan tin|khong nhan tin|ko nhan tin|k nhan tin
khong muon nhan tin|ko muon nhan tin|k muon nhan tin|khong gui tin|huy nhan tin|tat thong bao|tu choi nhan tin
huy dang ky nhan tin|dung nhan tin lam phien
stop|stop all|stop messages|stop texting|stop texting me|opt out|unsubscribe|cancel messages
"""
_STOPPING = frozenset(_STOP.strip().replace("\n", "|").split("|"))
_RESUMING = frozenset(
    {"bat dau", "bat dau lai", "nhan lai", "nhan tin lai", "mo lai", "bat lai", "tiep tuc nhan tin", "unstop", "resume"}
)
# a longer sentence in which every part asks for silence: «tắt thông báo đi, không nhận nữa»
_NO_MORE = r"(?:dung|ngung|thoi|khong|ko|k|khoi|chang)(?: co)?(?: (?:muon|can|thich|phai|cho))?"
_TO_WHOM = r"(?:(?:cho |den |toi )?(?:em|toi|tui|minh|chau|anh|chi|bac|co|chu|nha toi|so nay))"
_MESSAGES = r"(?:(?:tin(?: nhan)?|thong bao|sms|zalo)(?: nao)?)"
_SILENCE = re.compile(
    rf"(?:thoi )?(?:{_SELF}(?: (?:da|chi))? )?(?:"
    rf"{_NO_MORE}(?: (?:nhan|gui|nhac|bao|lam phien|quay ray|phien|nhan duoc|nhan them))+(?: {_MESSAGES})?"
    rf"(?: (?:lam phien|quay ray|nhan|nhac))*(?: {_TO_WHOM})?"
    rf"|(?:tat|chan|huy|bo|cat)(?: (?:het|luon|giup|dum|gium))?(?: dang ky)?(?: nhan)? {_MESSAGES}(?: {_TO_WHOM})?"
    r"|(?:ngung|dung)(?: (?:lai|ngay|han|het))?"
    r")(?: (?:nua|di|luon|nhe|nha|a|dum|giup|gium|voi|ngay|lam gi|day|may|oi|ad|bot|chua))*"
)
_OF_MESSAGES = re.compile(r"\b(?:tin|thong bao|lam phien|quay ray|sms|ngung nhan)\b")
_NO_MORE_OF_IT = re.compile(r"nhắn.* nữa|ngừng nhắn")
# what is not to be sent may be a report, an answer, a photo
_OF_ANSWERS = re.compile(r"\b(?:voi|vội|gui voi|bao voi|bao ai|cho ai|anh ay|no|cong an|can bo)\b")
# written with accents these mean "right", "use", "stand" or are a name
_NOT_STOP = frozenset({"đúng", "dùng", "dũng", "dụng", "dựng", "đụng", "đứng", "đựng"})
_LONGEST = 60
_LONGEST_SENTENCE = 90


def is_stop(text: str) -> bool:
    """Says whether the whole message asks for silence; in a longer sentence these words say something else."""
    if not _means(text, _STOPPING) and not _is_all_silence(text):
        return False
    said = words(text)
    if "vội" in said:
        return False
    # a bare "đừng" is "don't"
    return text.isascii() or (_NOT_STOP.isdisjoint(said) and said != ["đừng"])


def _is_all_silence(text: str) -> bool:
    parts = [bare(part) for part in clauses(text)] if len(text) <= _LONGEST_SENTENCE else []
    names_messages = any(_OF_MESSAGES.search(part) for part in parts) or _NO_MORE_OF_IT.search(text.lower())
    return (
        bool(names_messages) and all(_SILENCE.fullmatch(part) for part in parts) and not _OF_ANSWERS.search(bare(text))
    )


def may_mean_yes(text: str) -> bool:
    """Says whether it is a bare «dung», which is «đúng» as often as «dừng»; with its accent it is one of them."""
    return text.isascii() and _means(re.sub(r"^\W*(?:u|uh|uhm|um|uk|ok|oke)\b", "", text.lower()), frozenset({"dung"}))


def is_resume(text: str) -> bool:
    return _means(text, _RESUMING)


def _means(text: str, meanings: frozenset[str]) -> bool:
    if len(text) > _LONGEST:
        return False
    said = bare(text)
    if said in meanings:
        return True
    lead = _LEAD.match(said)
    if lead:
        said = said[lead.end() :]
    while said not in meanings:
        end = _END.search(said)
        if end is None:
            return False
        said = said[: end.start()]
    return True
