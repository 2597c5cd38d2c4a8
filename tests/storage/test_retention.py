"""Retention: what is done with goes after its time, what is still needed and the audit stay."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from rules.retention import DAYS
from storage import (
    accounts,
    alerts,
    assignments,
    attachments,
    broadcasts,
    chats,
    checkins,
    consents,
    conversations,
    cutting,
    due,
    duty_days,
    goals,
    hiring,
    inbox,
    intakes,
    invites,
    needs,
    newcomers,
    offers,
    outbox,
    persons,
    relays,
    retention,
    sessions,
    taking_charge,
    tasks,
    threads,
    tips,
    unsure_choices,
    uploads,
    visits,
    volunteers,
)
from storage.audit import audit
from storage.database import Db, Store
from storage.duty_days import DutyDay
from storage.outbox import call_list, sending
from storage.tables import metadata
from tests.broken_chains import broken_chains
from tests.storage.broadcasts.test_broadcasts import written
from tests.storage.commune import UNIT, Commune, who
from tests.storage.conftest import Clock


@pytest.fixture(autouse=True)
def ids_of_the_same_clock(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids tell the machine's time; on a later day than the clock's, rows would look younger than they are."""
    monkeypatch.setattr("storage.ids.time.time_ns", lambda: int(clock.moment.timestamp()) * 10**9)


def count(store: Store, table: str) -> int:
    with store.transaction() as db:
        return int(db.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())


def expire(store: Store, limit: int = 1000) -> dict[str, int]:
    with store.transaction() as db:
        return retention.expire(db, limit=limit)


def received(db: Db, commune: Commune, external_id: str, *, done: bool = True) -> None:
    arrival = inbox.Arrival("web", external_id, "nam", {"text": "chào"})
    inbox.accept(db, [(arrival, commune.chat, done)])


def told(db: Db, commune: Commune) -> None:
    chat = chats.get(db, commune.chat)
    assert chat is not None
    outbox.put(db, chat, {"text": "chào"}, lane=1, kind="reply", expires_at=db.now + timedelta(days=1))


def make_all(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        for _, make in MADE.values():
            make(db, commune)
    with store.transaction() as db:
        sending.sent(db, [(message.id, "1", db.now) for message in sending.take(db, "web", 1, 10)])


def settled_call(db: Db, commune: Commune) -> None:
    call_list.put(db, unit=UNIT, account_id=commune.own_account, reason="blocked")
    call_list.settle(db, call_list.open_of(db, UNIT)[0].id, "done", commune.officer)


def finished(db: Db, commune: Commune) -> None:
    due.plan(db, "digest", commune.nam, "p", db.now, unit=UNIT)
    due.finish(db, [one.id for one in due.take(db, db.now)])


def taken_in_charge(db: Db, commune: Commune) -> None:
    nam = persons.get(db, commune.nam)
    assert nam is not None
    taking_charge.note(db, nam, "met", db.today, by=commune.officer)
    intakes.add(db, nam, {"lodging": "own"}, by=commune.officer)
    goals.propose(db, nam, goals.Wanted("làm căn cước", "self", None, db.today), by=commune.officer)


def shown(db: Db, commune: Commune) -> None:
    mason = offers.add(db, unit=UNIT, organisation_id=commune.works, kind="job", trade="mason", title="Phụ hồ")
    hiring.show_interest(db, mason, commune.nam)


def closed_alert(db: Db, commune: Commune) -> None:
    alert, _ = alerts.raise_alert(
        db, unit=UNIT, level="high", reason="moved", person_id=commune.nam, raised_by=None, climb_at=None
    )
    alerts.take(db, alert.id, commune.officer)
    alerts.close(db, alert.id, commune.officer, "no_danger")


def filed(db: Db, commune: Commune) -> None:
    report = {"visited_on": date(2026, 11, 22), "kind": "home", "outcome": "met"}
    visit = visits.add(db, guardian=who(db, commune.guardian), person_id=commune.nam, answers={}, **report)  # type: ignore[arg-type]
    visits.correct(db, visit.id, by=commune.guardian, answers={}, **report)  # type: ignore[arg-type]
    needs.open_need(db, commune.nam, "job", visit.id)
    [need] = needs.of_person(db, commune.nam)
    needs.close(db, need.id, commune.officer, "met")


def said_to_many(db: Db, commune: Commune) -> None:
    one, _ = broadcasts.add(db, written(commune), lasts=timedelta(days=3), same_within=timedelta(hours=1))
    broadcasts.add_readers(db, one.id, {commune.guardian: "put", commune.stand_in: "call"})
    broadcasts.move(db, one.id, ("running",), "done", ended_at=db.now)


def talked(db: Db, commune: Commune) -> None:
    thread = threads.start(db, unit=UNIT, person_id=commune.nam, guardian_id=commune.guardian)
    threads.say(db, thread, by=commune.guardian, from_office=False, text="Mai tôi ghé.")


def done_task(db: Db, commune: Commune) -> None:
    task = tasks.add(
        db,
        unit=UNIT,
        person_id=commune.nam,
        what="Hỏi trạm y tế",
        account_id=commune.officer,
        due_on=db.today,
        by=commune.officer,
    )
    tasks.mark_done(db, task, commune.officer)


def asked_to_stand_in(db: Db, commune: Commune) -> None:
    days = (db.today, db.today)
    duty_days.request(db, unit=UNIT, asked_by=commune.officer, asked_of=commune.guardian, days=days, given=None)


def asked_to_help(db: Db, commune: Commune) -> None:
    known: dict[str, Any] = {
        "chat_id": commune.chat,
        "account_id": None,
        "phone": None,
        "words": None,
    }
    asked = volunteers.ask(
        db, unit=UNIT, name="Trần Thị Hoa", hamlet="xóm 2", kinds=("papers",), remind_at=db.now, **known
    )
    volunteer = volunteers.get(db, asked)
    assert volunteer is not None
    volunteers.decide(db, volunteer, "declined", commune.officer)


def told_without_a_name(db: Db, form: bytes = b"f") -> tips.Tip:
    tips.add(db, unit=UNIT, about=UNIT, proof=form, written=tips.Written("Xe lạ", (b"jpeg",), form))
    return next(tip for _, tip in tips.waiting(db))


MADE: dict[str, tuple[str, Callable[[Db, Commune], object]]] = {
    "inbox": ("inbox", lambda db, c: received(db, c, "1")),
    "outbox": ("outbox", told),
    "attempts": ("attempts", lambda db, c: invites.wrong_try(db, invites.Guesser(chat="1"))),
    "invites": ("invites", lambda db, c: invites.create(db, c.guardian, c.officer)),
    "due": ("due", finished),
    "uploads": ("uploads", lambda db, c: uploads.take(db, c.chat, 1000)),
    "call_list": ("call_list", settled_call),
    "broadcasts": ("broadcast_readers", said_to_many),
    "relays": ("relays", lambda db, c: relays.ask(db, unit=UNIT, person_account=c.own_account, text="?")),
    "checkins": ("checkins", lambda db, c: checkins.add(db, person_id=c.nam, period="2026-11", answers={})),
    "interests": ("interests", shown),
    "alerts": ("alert_events", closed_alert),
    "visits": ("visit_versions", filed),
    "threads": ("thread_messages", talked),
    "volunteers": ("volunteers", asked_to_help),
    "tasks": ("tasks", done_task),
    "tips": ("tip_pictures", lambda db, _: tips.close(db, told_without_a_name(db), "acted")),
    "duty_days": ("duty_requests", asked_to_stand_in),
}


def test_each_kind_goes_after_its_time_and_not_before(store: Store, commune: Commune, clock: Clock) -> None:
    make_all(store, commune)
    begun = clock.moment
    life = {"invites": timedelta(days=7), "attempts": timedelta(minutes=10)}
    kept = {what: timedelta(days=DAYS[what]) + life.get(what, timedelta()) for what in MADE}
    for time in sorted(set(kept.values())):
        clock.moment = begun + time
        expire(store)
        ripe = [MADE[what][0] for what in MADE if kept[what] == time]
        assert [table for table in ripe if count(store, table) == 0] == []
        clock.move(minutes=1)
        expire(store)
        assert [table for table in ripe if count(store, table) > 0] == []
    assert count(store, "visits") == count(store, "alerts") == count(store, "needs") == 0
    assert count(store, "persons") == 1


def test_days_of_the_roster_go_after_two_years(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        duties = [DutyDay(db.today, commune.officer, None)]
        duty_days.write(db, UNIT, db.today, db.today, duties, commune.officer)
    clock.move(days=DAYS["duty_days"])
    expire(store)
    assert count(store, "duty_days") == 1
    clock.move(days=1)
    assert expire(store)["duty_days"] == 1


def test_choices_know_only_their_day_and_go_after_half_a_year(store: Store, clock: Clock) -> None:
    with store.transaction() as db:
        unsure_choices.note(db, "em hoi vay", "loan_info")
    clock.move(days=DAYS["unsure_choices"])
    assert expire(store) == {}
    clock.move(days=1)
    assert expire(store) == {"unsure_choices": 1}


def test_a_tip_that_nobody_closed_goes_after_a_year(store: Store, clock: Clock) -> None:
    with store.transaction() as db:
        told_without_a_name(db)
    clock.move(days=DAYS["unclosed_tips"])
    assert expire(store) == {}
    clock.move(days=1)
    assert expire(store) == {"unclosed_tips": 1}
    assert count(store, "tip_messages") == count(store, "tip_pictures") == 0


def test_what_still_waits_stays_however_old(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        received(db, commune, "1", done=False)
        due.plan(db, "digest", commune.nam, "p", db.now, unit=UNIT)
        call_list.put(db, unit=UNIT, account_id=commune.own_account, reason="blocked")
        alerts.raise_alert(
            db, unit=UNIT, level="high", reason="moved", person_id=commune.nam, raised_by=None, climb_at=None
        )
        consents.record(db, commune.own_account, "jobs", True, version="1")
    clock.move(days=4000)
    assert expire(store) == {}


def test_why_an_account_was_closed_goes_after_five_years(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        accounts.set_status(db, commune.guardian, "closed", by=commune.officer, why="Bác Tư đã chuyển đi")
    clock.move(days=DAYS["account_changes"])
    assert expire(store) == {}
    clock.move(days=1)
    assert expire(store) == {"account_changes": 1}


def test_it_goes_in_small_batches(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        for number in range(25):
            received(db, commune, str(number))
    clock.move(days=31)
    batches = [expire(store, 10).get("inbox", 0) for _ in range(4)]
    assert batches == [10, 10, 5, 0]


def test_an_old_draft_is_blanked_and_its_row_stays(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        talk = conversations.get(db, commune.own_account)
        assert talk is not None
        talk.form, talk.answers, talk.turn, talk.expires_at = "loan", {"trade": "mason"}, 5, db.now
        conversations.save(db, [(talk, commune.chat)])
    clock.move(days=8)
    assert expire(store) == {"conversations": 1}
    assert expire(store) == {}
    with store.transaction() as db:
        talk = conversations.get(db, commune.own_account)
        assert talk is not None
        assert (talk.form, talk.answers, talk.turn) == (None, {}, 5)


def test_a_visitor_who_came_to_nothing_is_forgotten(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        visitor = chats.add(db, "web", "visitor")
        chats.used(db, [visitor])
        newcomers.ask(db, visitor.id, UNIT)
    clock.move(days=31)
    assert expire(store) == {"visitors": 1}
    assert count(store, "newcomers") == 0
    with store.transaction() as db:
        assert chats.get(db, commune.chat) is not None
        assert conversations.get(db, visitor.id) is None


def test_web_sessions_go_after_their_time_and_those_never_used_after_a_day(
    store: Store, commune: Commune, clock: Clock
) -> None:
    with store.transaction() as db:
        cutting.cut(db, commune.chat, None)
        sessions.start(db, "nam")
        sessions.start(db)
    clock.move(days=1, minutes=1)
    assert expire(store) == {"unused_sessions": 1}
    clock.move(days=30)
    gone = expire(store)
    assert (gone["web_sessions"], gone["cuts"]) == (1, 1)


def test_the_row_of_a_file_goes_after_the_file(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        photo = attachments.expect(db, chat_id=commune.chat, channel="web", kind="photo", ref="x", size=1)
        attachments.stored(db, photo, media_type="image/jpeg", size=1)
        attachments.file_under(db, photo, about="visit", person_id=commune.nam)
        assert retention.files_to_delete(db) == []
    clock.move(days=364)
    assert expire(store) == {}
    clock.move(days=2)
    assert expire(store) == {"attachments": 1}
    assert expire(store) == {}
    with store.transaction() as db:
        assert retention.files_to_delete(db) == [photo]
        assert attachments.get(db, photo) is not None
        retention.files_deleted(db, [photo])
        assert attachments.get(db, photo) is None


def test_what_belongs_to_no_filed_report_goes_soon(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        attachments.expect(db, chat_id=commune.chat, channel="web", kind="photo", ref="x", size=1)
    clock.move(days=30)
    assert expire(store) == {}
    clock.move(days=2)
    assert expire(store) == {"unfiled": 1}


def test_somebody_whose_care_has_ended_is_forgotten_with_all_that_is_theirs(
    store: Store, commune: Commune, clock: Clock
) -> None:
    make_all(store, commune)
    with store.transaction() as db:
        due.plan(db, "visit_today", commune.nam, "p", db.now, unit=UNIT)
        taken_in_charge(db, commune)
        assignments.end(db, commune.nam, commune.officer)
        persons.set_status(db, commune.nam, "ended", commune.officer)
    clock.move(days=DAYS["persons"] + 1)
    expire(store)
    for table in (
        "persons",
        "assignments",
        "visits",
        "visit_versions",
        "needs",
        "need_steps",
        "checkins",
        "interests",
        "alerts",
        "due",
        "charge_steps",
        "intakes",
        "goals",
        "goal_events",
    ):
        assert count(store, table) == 0, table
    with store.transaction() as db:
        assert accounts.get(db, commune.guardian) is not None


def test_the_audit_stays_and_its_chain_holds(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        closed_alert(db, commune)
    before = count(store, audit.name)
    clock.move(days=5000)
    expire(store)
    assert count(store, audit.name) == before > 0
    assert broken_chains(store) == []


def test_a_commune_may_keep_things_shorter(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        received(db, commune, "1")
    clock.move(days=3)
    with store.transaction() as db:
        assert retention.expire(db, {"inbox": 2}) == {"inbox": 1}
