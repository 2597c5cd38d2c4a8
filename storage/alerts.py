"""Alerts: raised once, joined by repeats, seen, taken and closed by somebody with a name, all of it written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select, update

from rules.alerts import OPEN_STATES, higher, joins, states_before
from storage.alert_tables import alert_events, alerts
from storage.columns import SealedCell, opened, seal
from storage.database import Db
from storage.persons import persons
from storage.units import hold_numbers, next_number


@dataclass(frozen=True, slots=True)
class Alert:
    """`about` names what it concerns when that is no person, e.g. `account:7`; `step` counts how often it climbed."""

    id: int
    unit: str
    number: int
    level: str
    reason: str
    person_id: int | None
    about: str | None
    raised_by: int | None
    state: str
    opened_at: datetime
    last_at: datetime
    repeats: int
    climb_at: datetime | None
    step: int
    seen_by: int | None
    seen_at: datetime | None
    taken_by: int | None
    taken_at: datetime | None
    closed_by: int | None
    closed_at: datetime | None
    outcome: str | None
    hamlet: str
    sealed_note: SealedCell | None

    @property
    def note(self) -> str | None:
        return opened(self.sealed_note, self.id)


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` is opened, repeated, lifted, seen, taken, given_back, climbed, closed or false_alarm."""

    id: int
    at: datetime
    by: int | None
    kind: str
    detail: str
    attachment_id: int | None
    sealed_note: SealedCell | None

    @property
    def note(self) -> str | None:
        return opened(self.sealed_note, self.id)


COLUMNS = tuple(alerts.c["note" if name == "sealed_note" else name] for name in Alert.__slots__)
STILL_OPEN = alerts.c.state.in_(OPEN_STATES)
BY_URGENCY = (case({"urgent": 0, "high": 1}, value=alerts.c.level, else_=2), alerts.c.opened_at)
ONE = select(*COLUMNS).where(alerts.c.id == bindparam("id"))
BY_NUMBER = select(*COLUMNS).where(alerts.c.unit == bindparam("unit"), alerts.c.number == bindparam("number"))
OPEN_OF = select(*COLUMNS).where(alerts.c.unit == bindparam("unit"), STILL_OPEN).order_by(*BY_URGENCY)
OF_PERSON = (
    select(*COLUMNS).where(alerts.c.person_id == bindparam("person_id")).order_by(alerts.c.opened_at.desc()).limit(50)
)
SAME = (
    select(*COLUMNS)
    .where(
        alerts.c.unit == bindparam("unit"),
        alerts.c.person_id.is_not_distinct_from(bindparam("person_id")),
        alerts.c.about.is_not_distinct_from(bindparam("about")),
        alerts.c.reason == bindparam("reason"),
        STILL_OPEN,
    )
    .order_by(alerts.c.last_at.desc())
    .limit(1)
    .with_for_update()
)
# only what is open or seen has a time to climb
TO_CLIMB = (
    select(*COLUMNS)
    .where(alerts.c.climb_at <= bindparam("now"))
    .order_by(alerts.c.climb_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
NEXT_CLIMB = select(func.min(alerts.c.climb_at)).where(
    alerts.c.climb_at.is_not(None), alerts.c.state.in_(("open", "seen"))
)
EVENTS = (
    select(
        alert_events.c.id,
        alert_events.c.at,
        alert_events.c.by,
        alert_events.c.kind,
        alert_events.c.detail,
        alert_events.c.attachment_id,
        alert_events.c.note,
    )
    .where(alert_events.c.alert_id == bindparam("alert_id"))
    .order_by(alert_events.c.id)
)
HAMLET = select(persons.c.hamlet).where(persons.c.id == bindparam("person_id"))


def _read(row: Sequence[Any]) -> Alert:
    return Alert(*row)


def _listed(rows: Iterable[Sequence[Any]]) -> list[Alert]:
    return [_read(row) for row in rows]


def get(db: Db, alert_id: int) -> Alert | None:
    row = db.execute(ONE, {"id": alert_id}).first()
    return _read(row) if row else None


def get_by_number(db: Db, unit: str, number: int) -> Alert | None:
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return _read(row) if row else None


def open_of(db: Db, unit: str) -> list[Alert]:
    """Those of the commune that nobody has closed, the most pressing first."""
    return _listed(db.execute(OPEN_OF, {"unit": unit}))


def of_person(db: Db, person_id: int) -> list[Alert]:
    return _listed(db.execute(OF_PERSON, {"person_id": person_id}))


def events(db: Db, alert_id: int) -> list[Event]:
    """What happened to it, in order."""
    return [Event(*row) for row in db.execute(EVENTS, {"alert_id": alert_id})]


def raise_alert(
    db: Db,
    *,
    unit: str,
    level: str,
    reason: str,
    person_id: int | None,
    raised_by: int | None,
    climb_at: datetime | None,
    about: str | None = None,
    note: str | None = None,
    hamlet: str = "",
) -> tuple[Alert, bool]:
    """The alert, and whether the roster is to be told: it is new, or a repeat has lifted it to a higher level."""
    # nobody raises the same one beside us: whoever would take a number waits
    hold_numbers(db, unit, "alert")
    keys = {"unit": unit, "person_id": person_id, "about": about, "reason": reason}
    row = db.execute(SAME, keys).first()
    if row is not None and joins(row.level, row.last_at, db.now):
        return _join(db, _read(row), level, raised_by, climb_at, note)
    alert_id = db.new_id()
    if person_id is not None and not hamlet:
        hamlet = db.execute(HAMLET, {"person_id": person_id}).scalar() or ""
    db.execute(
        alerts.insert(),
        {
            **keys,
            "id": alert_id,
            "number": next_number(db, unit, "alert"),
            "level": level,
            "raised_by": raised_by,
            "state": "open",
            "opened_at": db.now,
            "last_at": db.now,
            "repeats": 0,
            "climb_at": climb_at,
            "step": 0,
            "hamlet": hamlet,
            "note": seal(alert_id, note),
        },
    )
    _note_event(db, alert_id, raised_by, "opened", level)
    db.audit(unit, raised_by, "alert.raised", person_id, f"alert {alert_id}")
    return _now(db, alert_id), True


def _join(
    db: Db, alert: Alert, level: str, raised_by: int | None, climb_at: datetime | None, note: str | None
) -> tuple[Alert, bool]:
    """One more of the same; a louder one starts the climb again, also when somebody has it in hand."""
    top = higher(alert.level, level)
    lifted = top != alert.level
    changed: dict[str, Any] = {"repeats": alert.repeats + 1, "last_at": db.now}
    if lifted:
        changed |= {"level": top, "step": 0, "climb_at": None if alert.state == "taken" else climb_at}
    db.execute(update(alerts).where(alerts.c.id == alert.id).values(**changed))
    _note_event(db, alert.id, raised_by, "lifted" if lifted else "repeated", top, note)
    return _now(db, alert.id), lifted


def _now(db: Db, alert_id: int) -> Alert:
    return _read(db.execute(ONE, {"id": alert_id}).one())


def _note_event(db: Db, alert_id: int, by: int | None, kind: str, detail: str = "", note: str | None = None) -> None:
    event_id = db.new_id()
    db.execute(
        alert_events.insert(),
        {
            "id": event_id,
            "alert_id": alert_id,
            "at": db.now,
            "by": by,
            "kind": kind,
            "detail": detail,
            "note": seal(event_id, note),
        },
    )


def attach(db: Db, alert_id: int, attachment_id: int) -> None:
    """What was sent along when it was raised or repeated just now."""
    latest = select(func.max(alert_events.c.id)).where(alert_events.c.alert_id == alert_id).scalar_subquery()
    db.execute(update(alert_events).where(alert_events.c.id == latest).values(attachment_id=attachment_id))


def see(db: Db, alert_id: int, by: int) -> bool:
    """True for the first to look, however many look at once."""
    return _move(db, alert_id, "seen", by, seen_by=by, seen_at=db.now)


def take(db: Db, alert_id: int, by: int) -> bool:
    """True for the one who has it now; from here it climbs no further."""
    return _move(db, alert_id, "taken", by, taken_by=by, taken_at=db.now, climb_at=None)


def give_back(db: Db, alert_id: int, by: int, climb_at: datetime | None) -> bool:
    """Whoever took it cannot see to it: it is open again and climbs."""
    mine = alerts.c.taken_by == by
    return _move(db, alert_id, "open", by, mine, event="given_back", taken_by=None, taken_at=None, climb_at=climb_at)


def close(db: Db, alert_id: int, by: int, outcome: str) -> bool:
    return _move(
        db, alert_id, "closed", by, closed_by=by, closed_at=db.now, outcome=outcome, climb_at=None, detail=outcome
    )


def false_alarm(db: Db, alert_id: int, by: int) -> bool:
    return _move(db, alert_id, "false_alarm", by, closed_by=by, closed_at=db.now, climb_at=None)


def _move(
    db: Db, alert_id: int, state: str, by: int, *only: Any, event: str = "", detail: str = "", **values: Any
) -> bool:
    """Decided by one statement: of several at once only one finds a state that may become this one."""
    moved = db.execute(
        update(alerts)
        .where(alerts.c.id == alert_id, alerts.c.state.in_(states_before(state)), *only)
        .values(state=state, **values)
        .returning(alerts.c.unit, alerts.c.person_id)
    ).first()
    if moved is None:
        return False
    _note_event(db, alert_id, by, event or state, detail)
    db.audit(moved.unit, by, f"alert.{event or state}", moved.person_id, f"alert {alert_id}")
    return True


def to_climb(db: Db, now: datetime, limit: int = 100) -> list[Alert]:
    """Those nobody has taken in time; locked for this process until the transaction ends."""
    return _listed(db.execute(TO_CLIMB, {"now": now, "most": limit}))


def next_climb_at(db: Db) -> datetime | None:
    """When the next alert goes a step up, if nobody takes it before."""
    moment: datetime | None = db.execute(NEXT_CLIMB).scalar()
    return moment


def climbed(db: Db, alert_id: int, next_at: datetime | None) -> bool:
    """One step up; False if it was taken or closed meanwhile."""
    waits = or_(alerts.c.state == "open", alerts.c.state == "seen")
    step = db.execute(
        update(alerts)
        .where(alerts.c.id == alert_id, waits)
        .values(step=alerts.c.step + 1, climb_at=next_at)
        .returning(alerts.c.step)
    ).scalar()
    if step is None:
        return False
    _note_event(db, alert_id, None, "climbed", str(step))
    return True
