"""Alerts: repeats join, a louder one lifts, one person sees first, one takes, and all of it is written down."""

from datetime import timedelta
from typing import Any

from storage import alerts
from storage.alerts import Alert
from storage.audit import audit
from storage.database import Db, Store
from tests.storage.commune import OTHER_UNIT, UNIT, Commune, all_at_once
from tests.storage.conftest import Clock


def raised(db: Db, commune: Commune, level: str = "high", reason: str = "low_mood", **said: Any) -> tuple[Alert, bool]:
    known: dict[str, Any] = {
        "unit": UNIT,
        "person_id": commune.nam,
        "raised_by": commune.guardian,
        "climb_at": db.now + timedelta(hours=2),
        **said,
    }
    return alerts.raise_alert(db, level=level, reason=reason, **known)


def kinds(db: Db, alert_id: int) -> list[str]:
    return [event.kind for event in alerts.events(db, alert_id)]


def test_an_alert_has_a_number_a_place_and_its_story_sealed(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        alert, is_new = raised(db, commune, note="Có lời dọa")
        assert is_new
        assert (alert.number, alert.state, alert.hamlet, alert.note) == (1, "open", "Xóm 6", "Có lời dọa")
        assert alerts.get_by_number(db, UNIT, 1) is not None
        assert alerts.get_by_number(db, OTHER_UNIT, 1) is None
        assert "dọa" not in repr(alert)


def test_a_repeat_joins_the_open_alert(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        first, _ = raised(db, commune, note="một")
    clock.move(hours=20)
    with store.transaction() as db:
        again, to_tell = raised(db, commune, note="hai")
        assert (again.id, to_tell, again.repeats, again.note) == (first.id, False, 1, "một")
        assert [event.note for event in alerts.events(db, first.id)] == [None, "hai"]
    clock.move(hours=20)
    with store.transaction() as db:
        assert raised(db, commune)[0].id == first.id
    clock.move(hours=25)
    with store.transaction() as db:
        later, to_tell = raised(db, commune)
        assert (later.number, to_tell) == (2, True)


def test_another_reason_person_or_subject_is_another_alert(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        raised(db, commune)
        assert raised(db, commune, reason="drugs")[1]
        assert raised(db, commune, person_id=None, about="account:1")[1]
        assert raised(db, commune, person_id=None, about="account:2")[1]
        assert not raised(db, commune, person_id=None, about="account:2")[1]
        assert len(alerts.open_of(db, UNIT)) == 4
        assert len(alerts.of_person(db, commune.nam)) == 2


def test_a_closed_alert_is_not_joined(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        first, _ = raised(db, commune)
        alerts.take(db, first.id, commune.officer)
        assert alerts.close(db, first.id, commune.officer, "spoke_by_phone")
        assert raised(db, commune)[0].number == 2


def test_a_louder_repeat_lifts_it_and_tells_the_roster(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        alert, _ = raised(db, commune, "normal")
        alerts.climbed(db, alert.id, db.now + timedelta(days=1))
    clock.move(minutes=30)
    with store.transaction() as db:
        lifted, to_tell = raised(db, commune, "urgent", climb_at=db.now + timedelta(minutes=10))
        assert (lifted.id, lifted.level, lifted.step, to_tell) == (alert.id, "urgent", 0, True)
        assert lifted.climb_at == clock.moment + timedelta(minutes=10)
        assert raised(db, commune, "normal")[0].level == "urgent"
        assert kinds(db, alert.id) == ["opened", "climbed", "lifted", "repeated"]


def test_raised_by_several_at_once_it_is_one_alert(store: Store, commune: Commune) -> None:
    outcomes = all_at_once(store, 6, lambda db, _: raised(db, commune)[1])
    assert sorted(outcomes) == [False] * 5 + [True]
    with store.transaction() as db:
        (alert,) = alerts.open_of(db, UNIT)
    assert (alert.number, alert.repeats) == (1, 5)


def test_one_sees_first_and_one_takes_it(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        alert, _ = raised(db, commune)
    officers = [commune.officer, commune.second_officer] * 3
    seen = all_at_once(store, 6, lambda db, index: alerts.see(db, alert.id, officers[index]))
    taken = all_at_once(store, 6, lambda db, index: alerts.take(db, alert.id, officers[index]))
    assert sorted(seen) == sorted(taken) == [False] * 5 + [True]
    with store.transaction() as db:
        now = alerts.get(db, alert.id)
        assert now is not None
        assert (now.state, now.climb_at) == ("taken", None)
        assert (now.seen_by, now.taken_by) == (officers[seen.index(True)], officers[taken.index(True)])
        assert kinds(db, alert.id) == ["opened", "seen", "taken"]
        assert not alerts.see(db, alert.id, commune.officer)


def test_it_is_closed_by_outcome_or_as_a_false_alarm(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        alert, _ = raised(db, commune)
        assert not alerts.close(db, alert.id, commune.officer, "no_danger")
        alerts.take(db, alert.id, commune.officer)
        assert alerts.close(db, alert.id, commune.officer, "no_danger")
        assert not alerts.false_alarm(db, alert.id, commune.officer)
        other, _ = raised(db, commune)
        assert alerts.false_alarm(db, other.id, commune.second_officer)
        closed = alerts.get(db, alert.id)
        assert alerts.open_of(db, UNIT) == []
    assert closed is not None
    assert (closed.state, closed.outcome, closed.closed_by) == ("closed", "no_danger", commune.officer)


def test_who_took_it_may_give_it_back_and_it_climbs_again(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        alert, _ = raised(db, commune)
        alerts.take(db, alert.id, commune.officer)
        assert not alerts.give_back(db, alert.id, commune.second_officer, db.now)
        assert alerts.give_back(db, alert.id, commune.officer, db.now + timedelta(minutes=1))
        assert alerts.take(db, alert.id, commune.second_officer)
        assert alerts.give_back(db, alert.id, commune.second_officer, db.now + timedelta(minutes=1))
    clock.move(minutes=2)
    with store.transaction() as db:
        assert [one.id for one in alerts.to_climb(db, db.now)] == [alert.id]


def test_it_climbs_while_nobody_takes_it(store: Store, commune: Commune, clock: Clock) -> None:
    with store.transaction() as db:
        alert, _ = raised(db, commune)
        assert alerts.to_climb(db, db.now) == []
    clock.move(hours=2)
    with store.transaction() as db:
        alerts.see(db, alert.id, commune.officer)
        assert [one.id for one in alerts.to_climb(db, db.now)] == [alert.id]
        assert alerts.climbed(db, alert.id, db.now + timedelta(hours=2))
        assert alerts.to_climb(db, db.now) == []
    clock.move(hours=2)
    with store.transaction() as db:
        assert [one.step for one in alerts.to_climb(db, db.now)] == [1]
        alerts.take(db, alert.id, commune.officer)
        assert alerts.to_climb(db, db.now) == []
        assert not alerts.climbed(db, alert.id, None)


def test_the_most_pressing_stands_first(store: Store, commune: Commune, clock: Clock) -> None:
    for level, reason in (("normal", "debt"), ("urgent", "violence"), ("high", "moved"), ("urgent", "alarm")):
        with store.transaction() as db:
            raised(db, commune, level, reason)
        clock.move(minutes=1)
    with store.transaction() as db:
        assert [one.reason for one in alerts.open_of(db, UNIT)] == ["violence", "alarm", "moved", "debt"]


def test_every_step_is_written_down(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        alert, _ = raised(db, commune)
        alerts.see(db, alert.id, commune.officer)
        alerts.take(db, alert.id, commune.officer)
        alerts.close(db, alert.id, commune.officer, "helped_on_site")
    with store.transaction() as db:
        actions = db.execute(audit.select().where(audit.c.subject == commune.nam).order_by(audit.c.seq)).all()
    assert [row.action for row in actions][-4:] == ["alert.raised", "alert.seen", "alert.taken", "alert.closed"]
