"""Kinds of notice: one row each. Whoever plans, tells, retries, withdraws or puts on the call list reads it here.

To add a kind: its row here; its texts under `words`, and `template.matter.<id>` if its template wants a matter, in
handlers/texts/; the line that tells it. A kind without a row is refused.
"""

from datetime import timedelta

from rules import (
    account_notices,
    broadcast_notices,
    care_notices,
    charge_notices,
    chat_notices,
    loan_notices,
    need_notices,
    presence_notices,
    quarter_notices,
    rights_notices,
    talk_notices,
    tip_notices,
    visit_notices,
    wellbeing_notices,
    work_notices,
)
from rules.notice_kind import ALERT, REPLY, Kind, VisitReminder, WithdrawnBy
from rules.roles import OF_ACCOUNTS

ROWS = (
    # answers; the chat in which they are given is open
    Kind(
        id="reply",
        lane=REPLY,
        life=timedelta(hours=12),
        of_its_day=True,
        readers=OF_ACCOUNTS,
        no_template="answers what was just written: the window of that chat is open",
        if_missed="nothing",
    ),
    Kind(
        id="apology",
        lane=REPLY,
        of_its_day=True,
        readers=OF_ACCOUNTS,
        words=("router.our_fault",),
        no_template="answers what was just written: the window of that chat is open",
        if_missed="nothing",
    ),
    Kind(
        id="newcomer_answer",
        lane=REPLY,
        words=("notice.newcomer_answer", "notice.newcomer_taken"),
        no_template="goes to a chat that wrote and has no account yet",
        about="chat",
    ),
    # alerts
    Kind(
        id="alert",
        lane=ALERT,
        life=timedelta(hours=24),
        readers=("officer", "admin"),
        words=("notice.alert",),
        template="alert",
        about="alert",
        withdrawn_by="alert",
    ),
    Kind(
        id="alert_news",
        lane=ALERT,
        life=timedelta(hours=6),
        of_its_day=True,
        readers=OF_ACCOUNTS,
        words=("notice.alert",),
        no_template="is news for whoever is in the chat now and no use later",
        about="alert",
        needs_chat=True,
    ),
    Kind(
        id="drill",
        lane=ALERT,
        life=timedelta(hours=1),
        of_its_day=True,
        readers=("officer",),
        words=("notice.drill",),
        no_template="shows whom an alert reaches by chat, and costs nobody money",
        needs_chat=True,
        if_missed="nothing",
    ),
    *visit_notices.ROWS,
    # a day that somebody asked to be reminded of
    Kind(
        id="own_day",
        readers=("person",),
        words=("notice.own_day",),
        template="reminder",
        late=timedelta(days=30),
        about="account",
        if_missed="call",
    ),
    # the report of a quarter
    *quarter_notices.ROWS,
    # check-ins, and who asked to be called
    *wellbeing_notices.ROWS,
    Kind(id="unreachable", about="person", alert="unreachable"),
    # asked whether there is danger, and no answer
    Kind(id="worry_unanswered", late=timedelta(hours=24), about="account", alert="worry_unanswered"),
    # the officer's day
    Kind(
        id="digest",
        life=timedelta(hours=10),
        of_its_day=True,
        readers=("officer",),
        words=("notice.officer_digest",),
        template="digest",
    ),
    *care_notices.ROWS,
    Kind(
        id="relay",
        lane=REPLY,
        readers=("officer", "person"),
        words=("notice.relay",),
        template="message",
        about="account",
    ),
    Kind(id="correction", readers=("officer",), words=("notice.correction",), template="message", about="account"),
    Kind(id="corrected", readers=OF_ACCOUNTS, words=("notice.corrected",), template="message"),
    *charge_notices.ROWS,
    # needs and who helps
    *need_notices.ROWS,
    # work, training, loans
    *work_notices.ROWS,
    *loan_notices.ROWS,
    # roll-calls, absences, appointments
    *presence_notices.ROWS,
    # accounts, and chats that come and go
    *account_notices.ROWS,
    *chat_notices.ROWS,
    # guardians and officers, roster, tasks
    *talk_notices.ROWS,
    # complaints, and what people ask of their own data
    *rights_notices.ROWS,
    *tip_notices.ROWS,
    # dialogues left in the middle
    Kind(
        id="draft_nudge",
        life=timedelta(hours=16),
        of_its_day=True,
        readers=OF_ACCOUNTS,
        words=("notice.draft",),
        template="reminder",
    ),
    Kind(
        id="draft_expired",
        readers=OF_ACCOUNTS,
        words=("notice.draft",),
        no_template="asks for nothing: what is to be done again can be begun at any time",
    ),
    # messages to many
    *broadcast_notices.ROWS,
    # the desk in a browser
    Kind(
        id="desk_link",
        lane=REPLY,
        life=timedelta(minutes=5),
        of_its_day=True,
        readers=("officer", "admin"),
        words=("notice.desk_link",),
        no_template="opens the desk for five minutes, for whoever sits before it",
        if_missed="nothing",
        needs_chat=True,
    ),
    Kind(
        id="desk_opened",
        lane=REPLY,
        life=timedelta(hours=12),
        readers=("officer", "admin"),
        words=("notice.desk_opened", "notice.desk_key"),
        no_template="is asked and answered in the chat that the link came from",
        if_missed="nothing",
        needs_chat=True,
    ),
    # says in a message that was read already that it is done
    Kind(
        id="done_mark",
        lane=REPLY,
        life=timedelta(hours=12),
        of_its_day=True,
        readers=OF_ACCOUNTS,
        words=("notice.done.",),
        no_template="changes a message that is there",
        if_missed="nothing",
        needs_chat=True,
    ),
    # what only those in charge of the service can mend, told at once
    Kind(id="dead_message", lane=ALERT, readers=("admin",), words=("notice.dead_message",), template="message"),
    Kind(
        id="channel",
        lane=ALERT,
        readers=("admin",),
        words=("notice.channel", "notice.template_money"),
        template="message",
    ),
    Kind(id="allowance", lane=ALERT, readers=("admin",), words=("notice.allowance",), template="message"),
    Kind(
        id="template_news",
        lane=ALERT,
        readers=("admin",),
        words=("notice.template_news", "notice.template_limit"),
        no_template="tells of the templates themselves",
    ),
    Kind(
        id="template_quota",
        lane=ALERT,
        readers=("admin",),
        words=("notice.template_quota",),
        no_template="tells that templates are nearly used up for the day",
    ),
    Kind(
        id="zalo_consent",
        lane=ALERT,
        readers=("admin",),
        words=("notice.zalo_oa",),
        no_template="tells that this very account cannot send",
    ),
)
KINDS = {row.id: row for row in ROWS}


class UnknownKind(LookupError):
    """A notice is told whose kind has no row in rules/notices.py."""

    def __init__(self, kind: str):
        super().__init__(
            f"no kind of notice is called {kind!r}: add its row to ROWS in rules/notices.py, and its texts, under the"
            " keys that the row names, to handlers/texts/"
        )


def kind_of(kind: str) -> Kind:
    """Finds the row of a kind that is about to be told or planned. Raises UnknownKind if there is none."""
    if kind not in KINDS:
        raise UnknownKind(kind)
    return KINDS[kind]


def kind_stored(kind: str) -> Kind:
    """Finds the row of a kind that stands in the database; defaults for one that another version has told."""
    return KINDS.get(kind) or Kind(id=kind)


def of_visits() -> list[tuple[str, VisitReminder]]:
    """Lists the ids of the kinds that are planned from the day of a visit, the earliest first, and how they are."""
    return [(kind.id, kind.visit) for kind in KINDS.values() if kind.visit is not None]


def outliving() -> list[str]:
    """Lists the ids of the kinds that are said, and shown, to an account that is closed or has moved."""
    return [kind.id for kind in KINDS.values() if kind.outlives_account]


def withdrawn_by(event: WithdrawnBy) -> list[str]:
    """Lists the ids of the kinds that need not be said any more once this has happened."""
    return [kind.id for kind in KINDS.values() if kind.withdrawn_by == event]
