"""Whether a sentence asks something of whoever reads it: «xóa án tích thì làm sao», «hỏi ai», «sao phải đồng ý»."""

import re

from handlers.understand.fold import bare

_ASKS = re.compile(
    r"\b(?:lam sao|(?:lam |nhu )?the nao|ra sao|hoi ai|gap ai|(?:o|di) (?:dau|mo)|mo ri|cho nao|bao gio|khi nao|bao lau"
    r"|bao nhieu|may tien|can (?:giay (?:to )?)?gi|giay to gi|(?:duoc|dc|co|dung|phai) (?:khong|ko|k)|vi sao|tai sao"
    r"|lam rang|how|where|who|when|can i)"
    r"(?: (?:vay|the|a|ha|ho|nhi|anh|chi|em|bac|co|chu|ban|ad|day|do|duoc|oi|roi|voi|please))*$"
)
# «có lớp nào mới không anh»
_ANY = re.compile(
    r"^(?:\w+ ){0,3}co .*\b(?:nao|gi|ai|may)\b.* (?:khong|ko|k|chua)(?: (?:a|vay|anh|chi|em|bac|co|chu|oi))*$"
)
# what somebody else asks is told, and not asked here
_TELLS = re.compile(
    r"^(?:no|chau no|anh ay|chi ay|ong ay|ba ay|co ay|em no|ho|thang \w+|anh \w+|chi \w+)"
    r" (?:co )?(?:hoi|noi|bao|xin|muon)\b"
)

# beside a yes or a no: «sao phải đồng ý», «không đồng ý thì sao», «đồng ý hay không», «em sợ lắm»
_UNDECIDED = re.compile(
    r"\b(?:sao|de lam|(?:lam|duoc|mat|co) gi|(?:the|cai|noi) nao|ai|neu|co nen|hay (?:khong|ko|k|la|thoi)|lieu"
    r"|de (?:em|toi)"
    r"|(?:khong|ko|k|hong|chua) (?:biet|hieu|ro|chac)|phai (?:dong y|chiu)|bat buoc|suy nghi|nghi (?:da|them)|phan van"
    r"|luong lu|so|rut|doi y|chac la|tam|moi duoc|why|what|who|how|which|must|if|think|afraid|unsure)\b"
    r"|\b(?:co|dong y|duoc)\b.* (?:khong|ko|k|chua)(?: (?:a|vay|anh|chi|em|bac|co|chu|oi))*$"
)


def is_undecided(text: str) -> bool:
    """Says whether somebody who is to say yes or no still asks, doubts or puts a condition."""
    return text.rstrip(" .!").endswith("?") or _UNDECIDED.search(bare(text)) is not None


def asks_something(text: str) -> bool:
    """Says whether the sentence is a question to us rather than a tale of somebody else's."""
    words = bare(text)
    asked = text.rstrip(" .!").endswith("?") or any(asks.search(words) for asks in (_ASKS, _ANY))
    return asked and _TELLS.match(words) is None
