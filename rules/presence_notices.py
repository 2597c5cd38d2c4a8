"""Kinds of notice about roll-calls, absences and appointments. A part of rules/notices.py."""

from datetime import timedelta

from rules.local_time import DAY
from rules.notice_kind import REPLY, Kind

ROWS = (
    # roll-call: the person on days 1 and 4, the officers after day 5
    Kind(
        id="roll_call_begins",
        readers=("person",),
        words=("notice.roll_call",),
        template="reminder",
        late=2 * DAY,
        about="person",
        withdrawn_by="roll_call",
    ),
    Kind(
        id="roll_call_ends",
        life=None,
        of_its_day=True,
        readers=("person",),
        words=("notice.roll_call",),
        template="reminder",
        late=DAY,
        about="person",
        withdrawn_by="roll_call",
    ),
    Kind(
        id="roll_call_list",
        readers=("officer",),
        words=("notice.roll_call_list",),
        template="message",
        late=14 * DAY,
        about="person",
        withdrawn_by="roll_call",
        if_missed="nothing",
    ),
    Kind(
        id="roll_call_missing",
        late=14 * DAY,
        about="person",
        withdrawn_by="roll_call",
        alert="roll_call_missing",
    ),
    # absences
    Kind(
        id="absence_asked",
        readers=("officer",),
        words=("notice.absence_asked",),
        template="message",
        about="person",
        if_missed="call",
    ),
    Kind(
        id="absence_news",
        lane=REPLY,
        readers=("person", "officer"),
        words=("notice.absence_news",),
        template="message",
        about="person",
    ),
    Kind(
        id="absence_return",
        readers=("person",),
        words=("notice.absence_return",),
        template="reminder",
        late=2 * DAY,
    ),
    Kind(
        id="absence_late",
        readers=("officer",),
        words=("notice.absence_late",),
        template="message",
        late=14 * DAY,
        if_missed="call",
    ),
    # appointments
    Kind(
        id="appointment_offer",
        lane=REPLY,
        readers=("person",),
        words=("notice.appointment_offer",),
        template="message",
        about="person",
    ),
    Kind(
        id="appointment_news",
        lane=REPLY,
        readers=("person", "officer"),
        words=("notice.appointment_news",),
        template="message",
        about="person",
    ),
    Kind(
        id="appointment_asked",
        readers=("officer",),
        words=("notice.appointment_asked",),
        template="message",
        about="person",
        late=14 * DAY,
    ),
    Kind(
        id="appointment_day",
        life=timedelta(hours=20),
        of_its_day=True,
        readers=("person",),
        words=("notice.appointment_day",),
        template="reminder",
        late=timedelta(hours=12),
    ),
    Kind(
        id="appointment_hour",
        life=timedelta(hours=1),
        of_its_day=True,
        readers=("person",),
        words=("notice.appointment_hour",),
        no_template="comes an hour before and would be read too late",
        late=timedelta(minutes=45),
        needs_chat=True,
        if_missed="nothing",
    ),
    Kind(
        id="appointment_after",
        readers=("officer",),
        words=("notice.appointment_after",),
        no_template="asks in the chat how it went; it can be noted at any time",
        late=7 * DAY,
        needs_chat=True,
        if_missed="nothing",
    ),
)
