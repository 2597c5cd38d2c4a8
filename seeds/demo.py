"""A believable commune for the demo and for tests: xã Kim Bảng with its people and their last months."""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from rules import consent
from rules.visits import next_visit_on
from seeds.demo_history import then, write_history
from seeds.demo_people import AGENCIES, GUARDIANS, HAMLETS, OF_PROVINCE, OFFICERS, PARTNERS, Partner
from seeds.demo_residents import RESIDENTS, Resident
from seeds.units import make_known
from storage import accounts, consents, offers, persons, units
from storage.accounts import Account
from storage.database import Db

MILLION = 1_000_000
# before the first of the alerts
SINCE = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Sown:
    """An account of the commune and the code that links a chat to it, if one was asked for."""

    role: str
    name: str
    born: int | None
    phone: str | None
    code: str | None

    @classmethod
    def of(cls, account: Account, code: str | None) -> "Sown":
        return cls(account.roles[0], account.name, account.born, account.phone, code)

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(slots=True)
class People:
    """The ids of those who were written, in the order of the lists."""

    officers: list[int]
    guardians: list[int]
    residents: list[int]
    accounts: list[int | None]


def sow(db: Db, unit: str) -> None:
    """Fills an empty commune; one that has accounts stays as it is."""
    if not accounts.of_unit(db, unit):
        _Commune(db, unit).sow()


class _Commune:
    def __init__(self, db: Db, unit: str):
        self.db = db
        self.unit = unit
        self.today = db.today
        self.number = 0

    def sow(self) -> None:
        with then(self.db, self.db.now - SINCE):
            people = self._everybody()
        write_history(self.db, self.unit, people.officers, people.guardians, people.residents, people.accounts)

    def _everybody(self) -> People:
        make_known(self.db, self.unit)
        agencies = {
            kind: units.add_organisation(self.db, unit=self.unit, kind=kind, name=name, phone=phone)
            for kind, name, phone in AGENCIES
        }
        officers = [
            self._account(row.name, _roles_of(row.admin), row.pronoun, row.born, organisation=agencies[row.agency])
            for row in OFFICERS
        ]
        guardians = [self._account(name, ("guardian",), pronoun, born) for name, pronoun, born in GUARDIANS]
        own = [self._own_account(row) for row in RESIDENTS]
        residents = [self._person(*row) for row in zip(RESIDENTS, own, strict=True)]
        for partner in PARTNERS:
            self._partner(partner)
        self._of_province()
        return People(officers, guardians, residents, own)

    def _account(
        self,
        name: str,
        roles: tuple[str, ...],
        pronoun: str,
        born: int,
        *,
        organisation: int | None = None,
        unit: str = "",
    ) -> int:
        self.number += 1
        account_id = accounts.add(
            self.db,
            unit=unit or self.unit,
            name=name,
            roles=roles,
            phone=phone(self.number),
            born=born,
            pronoun=pronoun,
            organisation_id=organisation,
            on_duty="officer" in roles,
        )
        for purpose in consent.purposes_for(roles):
            consents.record(self.db, account_id, purpose, True, version=consent.VERSION)
        return account_id

    def _of_province(self) -> None:
        commune = units.get(self.db, self.unit)
        if commune is not None and commune.parent:
            name, pronoun, born = OF_PROVINCE
            self._account(name, ("admin",), pronoun, born, unit=commune.parent)

    def _own_account(self, resident: Resident) -> int | None:
        """Makes an account, but not for who has just come home: without a guardian yet, they are not invited yet."""
        if resident.guardian is None:
            return None
        return self._account(resident.name, ("person",), resident.pronoun, resident.born)

    def _person(self, resident: Resident, account_id: int | None) -> int:
        home = self.today - timedelta(days=resident.home)
        return persons.add(
            self.db,
            unit=self.unit,
            name=resident.name,
            hamlet=HAMLETS[resident.hamlet],
            case_type=resident.case_type,
            came_home_on=home,
            pronoun=resident.pronoun,
            born=resident.born,
            account_id=account_id,
            next_visit_on=next_visit_on(home, home),
        )

    def _partner(self, partner: Partner) -> None:
        organisation = units.add_organisation(self.db, unit=self.unit, kind=partner.kind, name=partner.name)
        contact = self._account(partner.contact, ("partner",), partner.pronoun, partner.born, organisation=organisation)
        for place in partner.places:
            offers.add(
                self.db,
                unit=self.unit,
                organisation_id=organisation,
                kind=place.kind,
                trade=place.trade,
                title=place.title,
                place=place.place,
                hours=place.hours,
                pay_from=place.pay_from * MILLION or None,
                pay_to=place.pay_to * MILLION or None,
                places=place.places,
                details=place.details,
                closes_on=self.today + timedelta(days=120),
                by=contact,
            )


def _roles_of(admin: bool) -> tuple[str, ...]:
    return ("officer", "admin") if admin else ("officer",)


def phone(number: int) -> str:
    """Makes a number of the form of a mobile phone; none of them is anybody's."""
    return f"+849{number:08d}"
