"""Alerts as they stand: one, those of a person, those of a commune that are still open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select

from rules import record_letters
from rules.alerts import OPEN_STATES
from storage.alerts.tables import alert_events, alerts
from storage.columns import Instant, SealedCell, opened
from storage.database import Db


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as it stands.

    `about` names what it concerns when that is no person, e.g. `account:7`; `step` counts how often it climbed.
    """

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
    def code(self) -> str:
        """Gives the number as people read it."""
        return record_letters.written("alert", self.number)

    @property
    def note(self) -> str | None:
        return opened(self.sealed_note, self.id)


COLUMNS = tuple(alerts.c["note" if name == "sealed_note" else name] for name in Alert.__slots__)
STILL_OPEN = alerts.c.state.in_(OPEN_STATES)
RANKS = {"urgent": 0, "high": 1}
BY_URGENCY = (case(RANKS, value=alerts.c.level, else_=len(RANKS)), alerts.c.opened_at, alerts.c.id)
BY_ID = select(*COLUMNS).where(alerts.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(alerts.c.id.in_(bindparam("ids", expanding=True)))
BY_NUMBER = select(*COLUMNS).where(alerts.c.unit == bindparam("unit"), alerts.c.number == bindparam("number"))
OPEN_OF = select(*COLUMNS).where(alerts.c.unit == bindparam("unit"), STILL_OPEN).order_by(*BY_URGENCY)
HOW_MANY = select(func.count()).where(alerts.c.unit == bindparam("unit"), STILL_OPEN)
NOBODYS = (alerts.c.unit == bindparam("unit"), alerts.c.state.in_(("open", "seen")))
HOW_MANY_NOBODYS = select(func.count()).where(*NOBODYS)
NOBODYS_SINCE = (
    select(*COLUMNS)
    .where(*NOBODYS, alerts.c.opened_at >= bindparam("since", type_=Instant))
    .order_by(alerts.c.opened_at.desc(), alerts.c.id.desc())
    .limit(bindparam("most"))
)
HAMLETS = (
    select(alerts.c.hamlet, func.min(alerts.c.id), func.count())
    .where(alerts.c.unit == bindparam("unit"), STILL_OPEN, alerts.c.hamlet != "")
    .group_by(alerts.c.hamlet)
    .order_by(func.count().desc(), alerts.c.hamlet)
    .limit(bindparam("most"))
)
CLOSED_SINCE = select(*COLUMNS).where(
    alerts.c.unit == bindparam("unit"),
    alerts.c.state.in_(("closed", "false_alarm")),
    alerts.c.closed_at > bindparam("since", type_=Instant),
)
CLIMBED_SINCE = (
    select(alert_events.c.at)
    .join(alerts, alerts.c.id == alert_events.c.alert_id)
    .where(
        alerts.c.unit == bindparam("unit"),
        STILL_OPEN,
        alerts.c.level == "normal",
        alert_events.c.kind == "climbed",
        alert_events.c.at > bindparam("since", type_=Instant),
    )
)
OF_PERSON = (
    select(*COLUMNS)
    .where(alerts.c.person_id == bindparam("person_id"))
    .order_by(alerts.c.opened_at.desc(), alerts.c.id.desc())
    .limit(50)
)


def get(db: Db, alert_id: int) -> Alert | None:
    """Reads an alert; None if there is none of this id."""
    row = db.execute(BY_ID, {"id": alert_id}).first()
    return Alert(*row) if row else None


def several(db: Db, ids: Iterable[int]) -> dict[int, Alert]:
    """Maps id → alert, for those that there are."""
    return {row.id: Alert(*row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def get_by_number(db: Db, unit: str, number: int) -> Alert | None:
    """Reads the alert with this number in the commune; None if there is none."""
    row = db.execute(BY_NUMBER, {"unit": unit, "number": number}).first()
    return Alert(*row) if row else None


def open_of(db: Db, unit: str) -> list[Alert]:
    """Lists the alerts of the commune that nobody has closed, the most pressing first."""
    return [Alert(*row) for row in db.execute(OPEN_OF, {"unit": unit})]


def closed_since(db: Db, unit: str, since: datetime) -> list[Alert]:
    """Lists the commune's alerts that have ended since then."""
    return [Alert(*row) for row in db.execute(CLOSED_SINCE, {"unit": unit, "since": since})]


def climbed_since(db: Db, unit: str, since: datetime) -> list[datetime]:
    """Lists when open alerts of the commune that do not press have gone a step up since then."""
    return list(db.execute(CLIMBED_SINCE, {"unit": unit, "since": since}).scalars())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the open alerts: of a level, of a hamlet, taken by an officer; what is empty asks for all."""

    level: str = ""
    hamlet: str = ""
    taken_by: int = 0

    def within(self, query: Select[Any]) -> Select[Any]:
        """Narrows a query of alerts."""
        wanted = ((alerts.c.level, self.level), (alerts.c.hamlet, self.hamlet), (alerts.c.taken_by, self.taken_by))
        return query.where(*(column == value for column, value in wanted if value))


def page_of(db: Db, unit: str, wanted: Wanted, *, most: int, skipped: int = 0) -> list[Alert]:
    """Lists a page of the open alerts, the most pressing first."""
    query = wanted.within(OPEN_OF).limit(most).offset(skipped)
    return [Alert(*row) for row in db.execute(query, {"unit": unit})]


def how_many(db: Db, unit: str, wanted: Wanted) -> int:
    """Counts the open alerts."""
    return int(db.execute(wanted.within(HOW_MANY), {"unit": unit}).scalar_one())


def how_many_nobodys(db: Db, unit: str) -> int:
    """Counts the alerts that nobody has taken yet."""
    return int(db.execute(HOW_MANY_NOBODYS, {"unit": unit}).scalar_one())


def nobodys_since(db: Db, unit: str, since: datetime, most: int) -> list[Alert]:
    """Lists what has come since then and nobody has taken yet, the latest first."""
    keys = {"unit": unit, "since": since, "most": most}
    return [Alert(*row) for row in db.execute(NOBODYS_SINCE, keys)]


def hamlets(db: Db, unit: str, most: int) -> list[tuple[str, int, int]]:
    """Lists where alerts are open, the most first: the hamlet, the id of one of its alerts, how many."""
    return [(hamlet, alert_id, count) for hamlet, alert_id, count in db.execute(HAMLETS, {"unit": unit, "most": most})]


def of_person(db: Db, person_id: int) -> list[Alert]:
    """Lists the last fifty alerts about the person, closed ones too, the newest first."""
    return [Alert(*row) for row in db.execute(OF_PERSON, {"person_id": person_id})]
