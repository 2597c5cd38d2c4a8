"""Kinds of notice about work, training and loans. A part of rules/notices.py."""

from rules.notice_kind import REPLY, Kind

ROWS = (
    Kind(
        id="interest",
        readers=("partner", "officer"),
        words=("notice.interest", "notice.invited"),
        template="message",
        about="offer",
        withdrawn_by="offer",
    ),
    Kind(id="invited", lane=REPLY, readers=("partner",), words=("notice.invited",), template="message", about="offer"),
    Kind(id="interest_news", readers=("person",), words=("notice.interest",), template="message", about="offer"),
    Kind(
        id="wish",
        readers=("officer",),
        words=("notice.wish",),
        template="message",
        about="person",
        withdrawn_by="need",
    ),
    Kind(id="loan", readers=("officer",), words=("notice.loan",), template="message", about="person"),
)
