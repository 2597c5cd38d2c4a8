"""Kinds of notice about complaints and what people ask of their own data. A part of rules/notices.py."""

from rules.local_time import DAY
from rules.notice_kind import REPLY, Kind

# nobody in the commune complained about may see a call or a template that names one
ONLY_BY_CHAT = "would be seen by those whom it is about"
ROWS = (
    Kind(id="complaint", readers=("officer",), words=("notice.complaint.",), template="message", if_missed="call"),
    Kind(
        id="complaint_due",
        readers=("officer",),
        words=("notice.complaint.",),
        template="message",
        late=5 * DAY,
        if_missed="call",
    ),
    Kind(
        id="complaint_late",
        readers=("officer",),
        words=("notice.complaint.",),
        template="message",
        late=14 * DAY,
        if_missed="call",
    ),
    Kind(
        id="complaint_waits",
        readers=("admin",),
        words=("notice.complaint_waits",),
        template="message",
        if_missed="call",
    ),
    Kind(
        id="complaint_news",
        lane=REPLY,
        readers=("person", "guardian", "family", "partner", "officer", "admin"),
        words=("notice.complaint_news.",),
        no_template=ONLY_BY_CHAT,
        needs_chat=True,
        if_missed="nothing",
    ),
    Kind(
        id="data_request_due",
        readers=("officer",),
        words=("notice.data_request_due",),
        template="message",
        late=5 * DAY,
        about="account",
        if_missed="call",
    ),
    Kind(
        id="data_request_late",
        readers=("officer", "admin"),
        words=("notice.data_request_late",),
        template="message",
        late=14 * DAY,
        about="account",
        if_missed="call",
    ),
    Kind(
        id="data_news",
        lane=REPLY,
        readers=("person", "guardian", "family", "partner", "officer", "admin"),
        words=("notice.data_news.",),
        template="message",
        if_missed="call",
    ),
)
