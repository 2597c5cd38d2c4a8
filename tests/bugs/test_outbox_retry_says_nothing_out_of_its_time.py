"""`outbox retry --dead` brought yesterday's answers and reminders, and alerts that had long been closed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select, update

from handlers.kit import Outgoing
from storage import accounts, alerts, broadcasts, chats, outbox
from storage.broadcasts import Written
from storage.outbox import ALERT, BROADCAST, REMINDER, REPLY
from tests.bot.commands.console import Console
from tests.daytime import MORNING

UNIT = "17791"
SUNDAY = MORNING + timedelta(days=4)
pytestmark = pytest.mark.wall_clock


@pytest.fixture
def desk(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.chdir(tmp_path)
    console = Console(tmp_path, {"database_url": sqlite_url})
    console.works("migrate")
    return console


def given_up(
    console: Console, kind: str, lane: int, *, days: int = 1, subject: int | None = None, why: str = "Down:timeout"
) -> int:
    """A message of so many days ago."""
    with console.look() as db:
        account = accounts.add(db, unit=UNIT, name="Trần Văn Tư", roles=("officer",))
        chat = chats.add(db, "zalo_oa", f"246{db.new_id()}")
        chats.link(db, chat.id, account)
        found = chats.get(db, chat.id)
        assert found is not None
        message = outbox.put(
            db, found, Outgoing("tin").to_json(), lane=lane, kind=kind, expires_at=db.now, subject_id=subject
        )
    made = datetime.now(UTC) - timedelta(days=days)
    life = {"created_at": made, "not_before": made, "expires_at": made + timedelta(hours=12)}
    with console.look() as db:
        changed = update(outbox.outbox).where(outbox.outbox.c.id == message)
        db.execute(changed.values(state="dropped" if why == "answered" else "dead", failure=why, **life))
    return message


def state_of(console: Console, message: int) -> str:
    with console.look() as db:
        return str(db.execute(select(outbox.outbox.c.state).where(outbox.outbox.c.id == message)).scalar())


@pytest.mark.parametrize(("kind", "lane"), [("reply", REPLY), ("apology", REPLY), ("visit_today", REMINDER)])
def test_what_was_for_yesterday_stays_where_it_is(desk: Console, kind: str, lane: int) -> None:
    message = given_up(desk, kind, lane)
    assert "its time is over" in desk.works("outbox retry", str(message))
    assert "0 wait to be sent again" in desk.works("outbox retry --dead")
    assert state_of(desk, message) == "dead"


@time_machine.travel(MORNING)
def test_a_reminder_of_today_is_tried_again(desk: Console) -> None:
    message = given_up(desk, "visit_today", REMINDER, days=0)
    assert "1 wait to be sent again" in desk.works("outbox retry --dead")
    assert state_of(desk, message) == "queued"


@time_machine.travel(SUNDAY)
def test_a_reminder_of_a_sunday_is_not_kept_for_the_monday(desk: Console) -> None:
    message = given_up(desk, "visit_today", REMINDER, days=0)
    assert "its time is over" in desk.works("outbox retry", str(message))
    assert state_of(desk, message) == "dead"


def test_an_alert_that_is_closed_alarms_nobody(desk: Console) -> None:
    with desk.look() as db:
        officer = accounts.add(db, unit=UNIT, name="Lê Văn Hùng", roles=("officer",))
        raised = [
            alerts.raise_alert(
                db, unit=UNIT, level="high", reason=reason, person_id=None, raised_by=officer, climb_at=None
            )[0]
            for reason in ("alarm", "emergency")
        ]
        alerts.take(db, raised[0].id, officer)
        assert alerts.close(db, raised[0].id, officer, "no_danger")
    closed, waits = (given_up(desk, "alert", ALERT, subject=alert.id) for alert in raised)
    said = desk.works("outbox retry --dead")
    assert "alert 1 is closed" in said
    assert "1 wait to be sent again" in said
    assert (state_of(desk, closed), state_of(desk, waits)) == ("dead", "queued")


def test_what_an_officer_has_stopped_stays_stopped(desk: Console) -> None:
    lasts = timedelta(days=3)
    with desk.look() as db:
        officer = accounts.add(db, unit=UNIT, name="Lê Văn Hùng", roles=("officer",))
        written = Written(UNIT, officer, 1, "Họp thôn tối nay", None, "guardian", (), 5, timedelta(minutes=1), db.now)
        one, _ = broadcasts.add(db, written, lasts=lasts, same_within=timedelta(hours=1))
        broadcasts.move(db, one.id, ("running",), "stopped", why="officer")
    message = given_up(desk, "broadcast", BROADCAST, subject=one.id)
    assert "stopped the message to many" in desk.works("outbox retry", str(message))
    assert state_of(desk, message) == "dead"


def test_what_was_answered_before_it_left_is_not_said(desk: Console) -> None:
    message = given_up(desk, "check_in", REMINDER, days=0, why="answered")
    assert "answered" in desk.works("outbox retry", str(message))
    assert state_of(desk, message) == "dropped"
