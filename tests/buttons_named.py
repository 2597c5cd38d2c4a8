"""What a message promises: the buttons that its words name are those under it, and it promises nothing else."""

import re
from collections.abc import Iterable

from handlers.kit import Button
from handlers.understand.fold import bare

NAMED = re.compile(
    r"(?:bấm|nút|chọn|press|button|choose|tap)\s+(?:nút\s+|button\s+)?[«“]([^»”]+)[»”](?:\s*(?:hoặc|or|và|and)\s*[«“]([^»”]+)[»”])?",
    re.IGNORECASE,
)
# nobody can promise these: who a tip came from, a job, a loan, a record that is cleared
PROMISED = re.compile(
    r"ẩn danh|giấu tên|không ai biết (?:bạn|bác|anh|chị|là)|chắc chắn (?:được|có|sẽ)|bảo đảm (?:được|có)|cam kết"
    r"|anonym|guarantee|you will (?:get|receive) (?:the|a) (?:job|loan)",
    re.IGNORECASE,
)


def missing(text: str, buttons: Iterable[Button]) -> list[str]:
    """The buttons that the text names and that are not there."""
    labels = [bare(button.label) for button in buttons]
    named = [name for found in NAMED.findall(text) for name in found if name]
    return [name for name in named if not any(bare(name) in label for label in labels)]


def promises(text: str) -> list[str]:
    return PROMISED.findall(text)
