"""Kinds of notice about who looks after whom: leaves and stand-ins. A part of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import REPLY, Kind

ROWS = (
    Kind(id="assignment", readers=("guardian", "person"), words=("notice.assign",), template="message", about="person"),
    Kind(
        id="transfer",
        readers=("officer",),
        words=("notice.transfer.",),
        template="message",
    ),
    Kind(
        id="transfer_due",
        readers=("officer",),
        words=("notice.transfer.transfer_due",),
        template="message",
        late=timedelta(days=5),
    ),
    Kind(
        id="transfer_late",
        readers=("officer",),
        words=("notice.transfer.transfer_late",),
        template="message",
        late=timedelta(days=30),
    ),
    Kind(
        id="transfer_news",
        lane=REPLY,
        readers=("person",),
        words=("notice.transfer.to_person",),
        template="message",
        about="person",
    ),
    Kind(
        id="family",
        readers=("family", "person", "guardian"),
        words=("notice.family.",),
        template="message",
        about="person",
    ),
    Kind(
        id="cover",
        readers=("guardian", "officer"),
        words=(
            "notice.cover.asked",
            "notice.cover.agreed",
            "notice.cover.refused",
            "notice.cover.entered",
            "notice.cover.ended",
            "notice.cover.called_off",
            "notice.cover.unanswered",
        ),
        template="message",
    ),
    Kind(
        id="cover_begins",
        readers=("guardian", "person"),
        words=("notice.cover.to_",),
        template="message",
        late=timedelta(days=14),
    ),
    Kind(
        id="cover_over",
        readers=("guardian", "person"),
        words=("notice.cover.over",),
        template="message",
        late=timedelta(days=14),
    ),
)
