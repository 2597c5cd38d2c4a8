"""Kinds of notice about a loan on its way. A part of rules/notices.py.

None says on a locked phone that it is about money; what it is stands behind its button.
"""

from rules.local_time import DAY
from rules.notice_kind import REPLY, Kind

ROWS = (
    # whose turn it is: when it comes to them, on the day, and every few days after
    Kind(
        id="loan_turn",
        readers=("officer", "partner", "person"),
        words=("notice.loan_turn",),
        template="message",
        late=30 * DAY,
        about="loan",
        withdrawn_by="loan",
        if_missed="call",
    ),
    # the month's list has been drafted
    Kind(
        id="loan_list",
        readers=("officer",),
        words=("notice.loan_list",),
        template="message",
        late=5 * DAY,
        if_missed="nothing",
    ),
    Kind(
        id="loan_news",
        lane=REPLY,
        readers=("person", "officer", "partner"),
        words=("notice.loan_news",),
        template="message",
        about="loan",
        if_missed="call",
    ),
    Kind(
        id="loan_pay_soon",
        readers=("person",),
        words=("notice.loan_pay",),
        template="reminder",
        late=2 * DAY,
        about="loan",
        withdrawn_by="loan",
        if_missed="call",
    ),
    Kind(
        id="loan_pay_tomorrow",
        life=None,
        of_its_day=True,
        readers=("person",),
        words=("notice.loan_pay",),
        template="reminder",
        about="loan",
        withdrawn_by="loan",
        if_missed="call",
    ),
    # a payment is hard: a human calls
    Kind(id="loan_trouble", readers=("officer",), words=("notice.loan_trouble",), template="message", about="account"),
)
