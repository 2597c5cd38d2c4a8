"""Kinds of notice about messages to many. A part of rules/notices.py."""

from rules.notice_kind import BROADCAST, REPLY, Kind
from rules.roles import OF_ACCOUNTS

ROWS = (
    # one may miss many at once, which is a list to work through and not so many alarms
    Kind(
        id="broadcast",
        lane=BROADCAST,
        readers=OF_ACCOUNTS,
        words=("notice.broadcast",),
        template="message",
        about="broadcast",
        if_missed="call",
    ),
    Kind(
        id="broadcast_progress",
        lane=REPLY,
        readers=("officer", "admin"),
        words=("notice.broadcast_began", "notice.broadcast_photo", "broadcast.status"),
        no_template="tells the sender how it goes in the chat where they watch it",
        about="broadcast",
    ),
    Kind(
        id="broadcast_report",
        lane=REPLY,
        readers=("officer", "admin"),
        words=("broadcast.status", "broadcast.report", "broadcast.lost"),
        no_template="tells the sender how it went and can be looked up at any time",
        about="broadcast",
    ),
)
