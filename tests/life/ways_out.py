"""What is open about the person, who is to do something about it, and the button that does it."""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from bot.intake import turns
from handlers.kit import Incoming, Outgoing
from rules.alerts import OPEN_STATES
from rules.loan_cases import WITH_MONEY
from storage.database import Db
from tests.life.lives import Lives, Now
from tests.person import Talker


class Open(NamedTuple):
    """Something open: `who` sees, after `press`, a button that begins with one of `ways`."""

    what: str
    who: Talker
    press: str
    ways: tuple[str, ...]


class _NotKept(Exception):
    """Ends a transaction that was only to be looked at."""


def looked(lives: Lives, who: Talker, press: str) -> Outgoing:
    """What the press would bring; nothing of it is kept."""
    found: list[Outgoing] = []
    with suppress(_NotKept), lives.world.store.transaction() as db:
        found.append(_reply(db, lives, who, press))
        raise _NotKept
    return found[0]


def _reply(db: Db, lives: Lives, who: Talker, press: str) -> Outgoing:
    marks = len(db.outgoing)
    message = Incoming("web", lives.world.next_id(), who.address, "press", press=press)
    turns.take(db, lives.world.deployment, [message])
    mine = [row for row in db.outgoing[marks:] if row["address"] == who.address and row["kind"] == "reply"]
    assert len(mine) == 1, f"{press}: exactly one reply, but {len(mine)}"
    return Outgoing.from_json(mine[0]["body"])


def opened(lives: Lives, now: Now) -> Iterator[Open]:
    """Everything that waits for somebody."""
    office = lives.officer_in(now.person.unit)
    own = lives.people["own"]
    yield from _of_absences(lives, now, office, own)
    for made in now.appointments:
        yield Open("an appointment", office, f"do:appointment:{made.number}", ("do:appointment_off:",))
        if made.state == "offered" and now.acts:
            yield Open("times", own, f"do:appointment_own:{made.id}", ("do:appointment_take:", "go:appointment_other:"))
    for goal in now.goals:
        yield Open("a goal", office, f"do:goal_one:{goal.id}", ("go:goal_over:",))
    for task in now.tasks:
        if task.done_at is None:
            yield Open("a task", lives.talker(task.account_id), f"do:task_see:{task.id}", ("do:task_done:",))
            yield Open("a task", office, f"do:task_see:{task.id}", ("go:task_change:",))
    yield from _of_threads(lives, now, office)
    for transfer in now.transfers:
        if transfer is now.transfer:
            there, show = lives.officer_in(transfer.to_unit or ""), f"do:transfer_show:{transfer.id}"
            yield Open("a move", there, show, ("do:transfer_accept:",))
            yield Open("a move", lives.officer_in(transfer.unit), show, ("do:transfer_withdraw:",))
    yield from _of_reports(lives, now, office)
    for cover in now.covers:
        way = "go:cover_decide:" if cover.state == "asked" else "do:cover_end:"
        yield Open("a leave", lives.officer_in(cover.unit), "do:covers", (f"{way}cover={cover.id}", f"{way}{cover.id}"))
    for alert in now.alerts:
        if alert.state in OPEN_STATES:
            ways = ("do:alert_take:", "go:alert_close:", "go:alert_false:")
            yield Open("an alert", office, f"do:alert_see:{alert.id}", ways)
    for need in now.needs:
        yield Open("a need", office, f"do:need_one:{need.id}", ("do:need_met:",))
    if now.loan and now.loan.state not in (*WITH_MONEY, "to_mend"):
        ways = ("do:loan_forward:", "go:loan_terms:", "go:loan_payout:")
        yield Open("a loan", office, f"do:loan_case:{now.loan.number}", ways)
    if now.acts and now.is_managed:
        for helper in now.helpers:
            yield Open("a helper", own, "do:my_family", (f"do:family_end:{helper.id}",))
    if not now.is_managed:
        yield Open("a life", office, f"do:person_card:{lives.record}", ("do:manage_again:",))
    else:
        yield Open("a life", office, f"do:person_further:{lives.record}", ("go:end_management:",))


def _of_absences(lives: Lives, now: Now, office: Talker, own: Talker) -> Iterator[Open]:
    for absence in now.absences:
        press = f"do:absence:{absence.number}"
        if absence.state == "asked":
            yield Open("a request", office, press, ("go:absence_decision:",))
        if absence.state == "allowed" and absence.from_on <= lives.today:
            yield Open("an absence", office, press, ("do:absence_is_back:",))
            if now.acts:
                yield Open("an absence", own, f"do:absence_own:{absence.id}", ("do:absence_back:",))


def _of_threads(lives: Lives, now: Now, office: Talker) -> Iterator[Open]:
    for thread in now.threads:
        if thread.waits_for is None:
            continue
        yield Open("a thread", office, f"do:thread_read:{thread.id}", ("do:thread_close:",))
        if thread.waits_for == "guardian" and thread.guardian_id == now.acting_id and now.is_managed:
            guardian = lives.talker(thread.guardian_id)
            yield Open("a question", guardian, f"do:thread_read:{thread.id}", ("do:thread_quick:",))


def _of_reports(lives: Lives, now: Now, office: Talker) -> Iterator[Open]:
    if not now.is_managed:
        return
    for report in now.reports:
        press = f"do:quarter_read:{report.id}"
        if report.state == "sent":
            yield Open("a report", office, press, ("do:quarter_accept:",))
        elif report.state != "accepted" and now.acting_id:
            form = f"go:quarter_report:report={report.id}"
            yield Open("a draft", lives.talker(now.acting_id), form, ("quarter_report:*:!send",))
        elif report.state != "accepted":
            yield Open("a draft of nobody", office, press, ("do:person_card:",))
