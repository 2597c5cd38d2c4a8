"""All that happened with somebody as one list, the latest first, a page at a time: a query for each kind, merged."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Select, bindparam, not_, select, tuple_

from rules.local_time import at, local_day
from storage.alerts.records import COLUMNS as OF_ALERT
from storage.alerts.records import Alert
from storage.alerts.tables import alerts
from storage.audit import audit
from storage.checkins import COLUMNS as OF_CHECKIN
from storage.checkins import Checkin, checkins
from storage.columns import SealedCell, from_ms, to_ms
from storage.database import Db
from storage.hiring import COLUMNS as OF_INTEREST
from storage.hiring import Interest, interests
from storage.loan_cases import COLUMNS as OF_LOAN
from storage.loan_cases import LoanCase, loan_cases
from storage.needs import Need, needs
from storage.persons import Person
from storage.relays import relays
from storage.threads.tables import thread_messages, threads
from storage.visits.records import COLUMNS as OF_VISIT
from storage.visits.records import Visit
from storage.visits.tables import visits

LARGEST = 2**63 - 1
# as `storage.access` writes a look down
LOOKED = "person.looked"
# a visit has a day and no hour
NOON = time(12)
# of an offer the officers read when they are asked to help with it, and once somebody is taken on
IS_KNOWN_WORK = interests.c.hired_at.is_not(None) | (interests.c.state == "with_officer")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a page goes on: what is earlier than `at`, or as early and with a smaller id."""

    at: datetime
    id: int

    @classmethod
    def read(cls, written: str, now: datetime) -> "Place":
        """Reads a place as it is written; anything else is the beginning, before which all lies."""
        moment, _, id = written.partition("-")
        if moment.isdecimal() and id.isdecimal() and len(moment) < 15 and len(id) < 20:
            return cls(from_ms(int(moment)), min(int(id), LARGEST))
        return cls(now + timedelta(days=366), LARGEST)

    def __str__(self) -> str:
        return f"{to_ms(self.at)}-{self.id}"


@dataclass(frozen=True, slots=True)
class Said:
    """A message between the person, or their guardian, and the officers; `by`: the account, None for the person."""

    id: int
    at: datetime
    by: int | None
    from_office: bool
    attachment_id: int | None
    sealed_text: SealedCell

    @property
    def text(self) -> str:
        return self.sealed_text.open(self.id)


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of the audit about the person: a look or a document, by an account, with its detail."""

    id: int
    at: datetime
    actor: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `kind` of KINDS, and the record that says what."""

    kind: str
    place: Place
    record: Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where a kind is read: the statement, what it makes of a row, and which of its fields says when that was."""

    query: Select[Any]
    read: Callable[..., Any]
    moment: str

    def when(self, record: Any) -> datetime:
        moment = getattr(record, self.moment)
        return moment if isinstance(moment, datetime) else at(moment, NOON)

    def below(self, place: Place) -> dict[str, Any]:
        """Gives the place as the statement compares it."""
        if self.moment != "visited_on":
            return {"at": place.at, "below": place.id}
        day = local_day(place.at)
        if place.at < at(day, NOON):
            return {"at": day - timedelta(days=1), "below": LARGEST}
        return {"at": day, "below": place.id if place.at == at(day, NOON) else LARGEST}


def _source(columns: Sequence[Any], moment: Column[Any], read: Callable[..., Any], *who: ColumnElement[bool]) -> Source:
    id = moment.table.c.id
    before = tuple_(bindparam("at", type_=moment.type), bindparam("below", type_=BigInteger))
    query = select(*columns).where(*who, tuple_(moment, id) < before)
    return Source(query.order_by(moment.desc(), id.desc()).limit(bindparam("most")), read, moment.name)


def _about(column: Column[int]) -> ColumnElement[bool]:
    return column == bindparam("person")


def _noted(action: str) -> Source:
    columns = (audit.c.id, audit.c.at, audit.c.actor, audit.c.detail)
    return _source(columns, audit.c.at, Noted, _about(audit.c.subject), audit.c.action == action)


_RELAYED = (
    *(relays.c.id, relays.c.at, relays.c.officer_account),
    *(not_(relays.c.from_person), relays.c.attachment_id, relays.c.text),
)
_IN_THREADS = tuple(thread_messages.c[name] for name in ("id", "at", "by", "from_office", "attachment_id", "text"))
SOURCES: dict[str, tuple[Source, ...]] = {
    "visits": (_source(OF_VISIT, visits.c.visited_on, Visit, _about(visits.c.person_id)),),
    "checkins": (_source(OF_CHECKIN, checkins.c.at, Checkin, _about(checkins.c.person_id)),),
    "alerts": (_source(OF_ALERT, alerts.c.opened_at, Alert, _about(alerts.c.person_id)),),
    "needs": (_source(tuple(needs.c), needs.c.opened_at, Need, _about(needs.c.person_id)),),
    "loans": (_source(OF_LOAN, loan_cases.c.asked_at, LoanCase, _about(loan_cases.c.person_id)),),
    "work": (_source(OF_INTEREST, interests.c.changed_at, Interest, _about(interests.c.person_id), IS_KNOWN_WORK),),
    "messages": (
        _source(_RELAYED, relays.c.at, Said, relays.c.person_account == bindparam("account")),
        _source(
            _IN_THREADS,
            thread_messages.c.at,
            Said,
            thread_messages.c.thread_id.in_(select(threads.c.id).where(_about(threads.c.person_id))),
        ),
    ),
    "documents": (_noted("document.made"),),
    "looks": (_noted(LOOKED),),
}
KINDS = tuple(SOURCES)


def page(db: Db, person: Person, kinds: Collection[str], before: Place, most: int) -> tuple[list[Event], Place | None]:
    """Lists what happened of these kinds, the latest first, and where the next page goes on; None at the end.

    Who may see the person is asked before.
    """
    events = [
        Event(kind, Place(source.when(record), record.id), record)
        for kind in KINDS
        if kind in kinds
        for source in SOURCES[kind]
        for record in _records(db, source, person, before, most + 1)
    ]
    events.sort(key=lambda event: event.place, reverse=True)
    return events[:most], events[most - 1].place if len(events) > most else None


def _records(db: Db, source: Source, person: Person, before: Place, most: int) -> list[Any]:
    of = {"person": person.id, "account": person.account_id or 0, "most": most}
    return [source.read(*row) for row in db.execute(source.query, of | source.below(before))]
