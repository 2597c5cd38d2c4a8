"""Whether a sentence asks what somebody has done or been sentenced for: «nó phạm tội gì», «bị án mấy năm»."""

import re

from handlers.understand.fold import bare, words

PAST = re.compile(
    r"\b(?:phạm (?:tội|gì|chi|cái gì|phải)|(?:tội|án) (?:gì|chi|nào|danh|mấy|bao)|bị (?:bắt|án|tội|kết án|tù)|mang án|"
    r"tiền án|tiền sự|án tích|có án|vướng án|(?:ở|đi|ra|vào|ngồi|mấy năm|mới) tù|tù (?:vì|mấy|bao|về|tội|mà)|"
    r"(?:đi|ra|ở|vào) trại|trại (?:về|vì|mấy)|lý lịch tư pháp|ngày xưa làm gì|trước đây (?:bị|phạm)|"
    r"crime|criminal record|convicted|in prison|in jail|sentenced?|offence|arrested)\b"
)
# without accents «án gì» reads like «ăn gì», «đi tù» like «đi từ»: only where nothing else is meant
BARE_PAST = re.compile(
    r"\b(?:pham (?:toi|gi|chi|cai gi)|(?:bi|mang|vuong|chiu) an|(?:bi|pham|mac|vi|vuong) toi|toi danh|tien su|an tich|"
    r"co tien an(?! (?:trua|com|toi|sang|uong|hang))|bi bat|"
    r"(?:di|ra|o|vao|ngoi) tu (?:vi|ve|may(?! gio)|bao|toi|a|ha|khong|"
    r"ko|gi|chua)|(?:di|ra) trai (?:vi|ve|may|bao|toi|khong|ko|gi)|ly lich tu phap)\b"
)
ASKING = re.compile(
    r"\b(?:gì|chi|sao|nào|mấy|bao nhiêu|bao lâu|vì đâu|hả|à|chưa|phải không|đúng không|cho (?:\w+ )?(?:biết|hỏi|xem)|"
    r"kể|what|why|how long|did|has|have|is|was|tell me)\b|"
    r"\b(?:không|ko|hông|hem)(?: (?:ạ|vậy|nhỉ|thế|bạn|em|anh|chị))?$"
)
BARE_ASKING = re.compile(
    r"\b(?:gi|chi|sao|nao|may|bao nhieu|bao lau|ha|chua|phai khong|dung khong|cho (?:\w+ )?(?:biet|hoi|xem)|ke)\b|"
    r"\b(?:khong|ko|k|hong)(?: (?:a|vay|nhi|the))?$"
)
# about everybody, which reviewed answers know of
GENERAL = re.compile(
    r"\b(?:nguoi (?:co|ra|man|tung|di)|duoc (?:lam|nhan|thue|tuyen)|"
    r"co phai khai|phai (?:nop|khai)|people)\b"
)


def asks_about_case(text: str) -> bool:
    """Says whether it asks of somebody what lies behind them; a question of law about everybody does not."""
    folded = bare(text)
    if GENERAL.search(folded):
        return False
    if text.isascii() and BARE_PAST.search(folded):
        return "?" in text or bool(BARE_ASKING.search(folded))
    said = " ".join(words(text))
    return bool(PAST.search(said)) and ("?" in text or bool(ASKING.search(said)))
