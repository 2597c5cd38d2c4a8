"""Kinds of notice of check-ins, of calls asked for and of what follows a crisis. A part of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import ALERT, REPLY, Kind

ROWS = (
    Kind(
        id="check_in",
        life=timedelta(hours=16),
        of_its_day=True,
        readers=("person",),
        words=("notice.check_in",),
        template="reminder",
        late=timedelta(days=5),
        about="person",
        withdrawn_by="check_in",
    ),
    Kind(
        id="check_in_missing",
        late=timedelta(days=14),
        about="person",
        withdrawn_by="check_in",
        alert="check_in_missing",
    ),
    Kind(id="asks_to_talk", readers=("officer",), words=("notice.asks_to_talk",), template="message", about="account"),
    Kind(
        id="call_wanted",
        readers=("officer",),
        words=("notice.call_wanted",),
        template="message",
        late=timedelta(days=14),
        about="account",
    ),
    Kind(
        id="milestone",
        life=timedelta(days=1),
        readers=("person",),
        words=("notice.milestone",),
        no_template="wishes well, and asks for nothing",
        late=timedelta(days=5),
        about="person",
        needs_chat=True,
        if_missed="nothing",
    ),
    # after a crisis
    Kind(
        id="crisis_call",
        lane=ALERT,
        life=timedelta(hours=2),
        readers=("officer",),
        words=("notice.crisis_call",),
        template="alert",
        about="alert",
    ),
    Kind(
        id="crisis_next_day",
        lane=REPLY,
        life=timedelta(hours=10),
        of_its_day=True,
        readers=("person",),
        words=("notice.crisis_next_day",),
        template="reminder",
        about="person",
        if_missed="call",
    ),
    Kind(
        id="crisis_silent",
        readers=("officer",),
        words=("notice.crisis_silent",),
        template="message",
        about="alert",
    ),
    Kind(
        id="crisis_answer",
        lane=REPLY,
        readers=("officer",),
        words=("notice.crisis_answer",),
        template="message",
        about="alert",
    ),
    Kind(
        id="crisis_open",
        readers=("officer",),
        words=("notice.crisis_open",),
        template="message",
        about="alert",
    ),
    Kind(
        id="checkin_questions",
        readers=("person",),
        words=("notice.checkin_questions",),
        no_template="what is asked in the chat is told in the chat",
        about="person",
        needs_chat=True,
        if_missed="nothing",
    ),
)
