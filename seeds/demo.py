"""A believable commune for the demo and for measurements: xã Kim Bảng with its people and their last months."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta

from rules import consent
from rules.visits import next_visit_on
from seeds.demo_people import (
    AGENCIES,
    FAMILIES,
    GUARDIANS,
    HAMLETS,
    MEN,
    MIDDLE_OF_MEN,
    OFFICERS,
    PARTNERS,
    WOMEN,
    Place,
)
from seeds.units import read_units
from storage import accounts, assignments, consents, invites, needs, offers, persons, units, visits
from storage.accounts import Account
from storage.database import VIETNAM, Db

WITHOUT_GUARDIAN = 2
PERSONS = 30
MILLION = 1_000_000
BATCH = 500


@dataclass(frozen=True, slots=True)
class Sown:
    """An account of the commune and the code that links a chat to it, if one was asked for."""

    role: str
    name: str
    born: int | None
    phone: str | None
    code: str | None

    def to_json(self) -> dict[str, str | int | None]:
        return asdict(self)

    def __str__(self) -> str:
        return json.dumps(self.to_json(), ensure_ascii=False)


def sow(db: Db, unit: str, *, guardians: int = len(GUARDIANS), codes: bool = False) -> list[Sown]:
    """Fills an empty commune; one that is there stays as it is, but for more guardians. Gives all its accounts."""
    chance = random.Random(17791)
    if not accounts.of_unit(db, unit):
        _Commune(db, unit, chance).sow()
    _grow(db, unit, chance, guardians)
    return [_sown(db, account, codes=codes) for account in accounts.of_unit(db, unit)]


def _sown(db: Db, account: Account, *, codes: bool) -> Sown:
    code = invites.create(db, account.id, None) if codes else None
    return Sown(account.roles[0], account.name, account.born, account.phone, code)


def _phone(number: int) -> str:
    return f"+84900{number:06d}"


@contextmanager
def _at(db: Db, moment: datetime) -> Iterator[None]:
    """What is written in here happened then."""
    now = db.now
    db.now = moment
    try:
        yield
    finally:
        db.now = now


class _Commune:
    def __init__(self, db: Db, unit: str, chance: random.Random):
        self.db = db
        self.unit = unit
        self.chance = chance
        self.number = 0
        self.agencies: dict[str, int] = {}

    def sow(self) -> None:
        self._unit()
        self._officers()
        guardians = [self._account(name, "guardian", pronoun, born) for name, pronoun, born in GUARDIANS]
        for number in range(PERSONS):
            self._person(number, guardians)
        for partner in PARTNERS:
            self._partner(*partner)

    def _unit(self) -> None:
        row = next(row for row in read_units() if row.code == self.unit)
        units.put(
            self.db,
            code=row.code,
            name=row.name,
            kind=row.kind,
            parent=row.parent,
            lat=row.lat,
            lon=row.lon,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for kind, name, phone in AGENCIES:
            self.agencies[kind] = units.add_organisation(self.db, unit=self.unit, kind=kind, name=name, phone=phone)

    def _officers(self) -> None:
        for staff in OFFICERS:
            roles = ("officer", "admin") if staff.admin else ("officer",)
            self._account(staff.name, roles, staff.pronoun, staff.born, organisation=self.agencies[staff.agency])

    def _account(
        self,
        name: str,
        roles: str | tuple[str, ...],
        pronoun: str,
        born: int,
        *,
        organisation: int | None = None,
    ) -> int:
        roles = (roles,) if isinstance(roles, str) else roles
        self.number += 1
        account_id = accounts.add(
            self.db,
            unit=self.unit,
            name=name,
            roles=roles,
            phone=_phone(self.number),
            born=born,
            pronoun=pronoun,
            organisation_id=organisation,
            on_duty="officer" in roles,
        )
        for purpose in consent.purposes_for(roles):
            consents.record(self.db, account_id, purpose, True, version=consent.VERSION)
        return account_id

    def _person(self, number: int, guardians: list[int]) -> None:
        chance = self.chance
        woman = number % 5 == 4
        given = WOMEN[number // 5 % len(WOMEN)] if woman else MEN[number % len(MEN)]
        middle = "Thị" if woman else MIDDLE_OF_MEN[number % len(MIDDLE_OF_MEN)]
        name = f"{FAMILIES[(number * 3) % len(FAMILIES)]} {middle} {given}"
        pronoun, born = "chi" if woman else "anh", chance.randint(1972, 2003)
        home = self.db.today - timedelta(days=(12 if number % 7 == 0 else chance.randint(60, 900)))
        account_id = self._account(name, "person", pronoun, born) if number < 20 else None
        person_id = persons.add(
            self.db,
            unit=self.unit,
            name=name,
            hamlet=HAMLETS[number % len(HAMLETS)],
            case_type="amnesty" if number % 6 == 5 else "finished",
            came_home_on=home,
            pronoun=pronoun,
            born=born,
            account_id=account_id,
            next_visit_on=next_visit_on(home, home),
        )
        if number < PERSONS - WITHOUT_GUARDIAN:
            self._history(person_id, guardians[number % len(guardians)], home.toordinal(), number)

    def _history(self, person_id: int, guardian_id: int, home: int, number: int) -> None:
        """Visits of the last months, so that some are due soon, some late, and most are well."""
        guardian = accounts.get(self.db, guardian_id)
        assert guardian is not None
        today = self.db.today
        last = {0: 34, 1: 30, 2: 27, 3: 3, 4: 38}.get(number % 9, 5 + number % 20)
        with _at(self.db, self._moment(min(last + 95, today.toordinal() - home))):
            assignments.assign(self.db, person_id, guardian_id, None)
        came_home = today - timedelta(days=today.toordinal() - home)
        for ago in (last + 90, last + 60, last + 31, last):
            day = today - timedelta(days=ago)
            if day <= came_home:
                continue
            outcome = "away" if (number + ago) % 11 == 0 else "met"
            with _at(self.db, self._moment(ago)):
                visits.add(
                    self.db,
                    guardian=guardian,
                    person_id=person_id,
                    visited_on=day,
                    kind="phone" if (number + ago) % 7 == 0 else "home",
                    outcome=outcome,
                    answers=self._answers(outcome, number),
                    next_visit_on=next_visit_on(day, came_home),
                )
        if number % 4 == 0:
            needs.open_need(self.db, person_id, self.chance.choice(("job", "training", "loan", "papers")), None)

    def _moment(self, days_ago: int) -> datetime:
        day = self.db.today - timedelta(days=days_ago)
        return datetime.combine(day, time(17, 30), VIETNAM)

    def _answers(self, outcome: str, number: int) -> dict[str, object]:
        if outcome != "met":
            return {"reason": "working"}
        mood = ("good", "fair", "fair", "good", "low")[number % 5]
        return {"work": ("casual", "steady", "looking")[number % 3], "mood": mood, "concerns": [], "needs": []}

    def _partner(self, kind: str, name: str, contact: str, places: tuple[Place, ...]) -> None:
        organisation = units.add_organisation(self.db, unit=self.unit, kind=kind, name=name)
        self._account(contact, "partner", "neutral", 1980, organisation=organisation)
        for place in places:
            offers.add(
                self.db,
                unit=self.unit,
                organisation_id=organisation,
                kind=place.kind,
                trade=place.trade,
                title=place.title,
                place=place.place,
                pay_from=place.pay_from * MILLION or None,
                pay_to=place.pay_to * MILLION or None,
                places=place.places,
                closes_on=self.db.today + timedelta(days=120),
            )


def _grow(db: Db, unit: str, chance: random.Random, wanted: int) -> None:
    """More guardians with a person each, for measurements."""
    there = len(accounts.with_role(db, unit, "guardian"))
    for number in range(there, wanted):
        family, given = chance.choice(FAMILIES), chance.choice(MEN)
        guardian_id = accounts.add(
            db,
            unit=unit,
            name=f"{family} Văn {given}",
            roles=("guardian",),
            phone=_phone(100_000 + number),
            born=1965,
            pronoun="bac",
        )
        consents.record(db, guardian_id, "service", True, version=consent.VERSION)
        home = db.today - timedelta(days=chance.randint(100, 900))
        person_id = persons.add(
            db,
            unit=unit,
            name=f"{chance.choice(FAMILIES)} Văn {chance.choice(MEN)}",
            hamlet=chance.choice(HAMLETS),
            case_type="finished",
            came_home_on=home,
            pronoun="anh",
            next_visit_on=db.today + timedelta(days=chance.randint(0, 30)),
        )
        assignments.assign(db, person_id, guardian_id, None)
