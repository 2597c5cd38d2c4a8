"""Who is to be invited: people in care, guardians and partners of a commune, who of them is here already, who not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from rules.approvals import is_trusted
from storage import accounts, assignments, chats, invites, persons, units
from storage.accounts import Account
from storage.database import Db
from storage.persons import Person

# officers are not among them: their codes need a second person's yes
ROLES = ("person", "guardian", "partner")
OF_PERSON, OF_ACCOUNT = "p", "a"


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who may be invited, by their record or by their account.

    `born`: the record has a year, which is asked for along with the code. `guardian`: who looks after a person.
    `organisation`: for whom a partner speaks. `linked`: a chat speaks for them. `code_until`: a code is open so long.
    """

    ref: str
    role: str
    name: str
    phone: str | None
    born: bool
    account_id: int | None
    person_id: int | None = None
    hamlet: str = ""
    guardian_id: int | None = None
    guardian: str = ""
    organisation: str = ""
    linked: bool = False
    code_until: datetime | None = None

    @property
    def state(self) -> str:
        if self.linked:
            return "linked"
        return "invited" if self.code_until else "none"


def of_unit(db: Db, unit: str) -> list[Invitee]:
    """Lists all who may be invited: people in care, then guardians, then partners, each sorted by name."""
    active = {account.id: account for account in accounts.of_unit(db, unit)}
    linked, open_until = chats.linked_in(db, unit), invites.open_until(db, unit)
    people = persons.by_name(persons.of_unit(db, unit))
    guardians = assignments.guardians_of(db, [person.id for person in people])
    of_record = {person.account_id for person in people}
    organisations = {each.id: each.name for each in units.organisations_of(db, unit)}
    listed = [
        _of_person(person, active.get(guardians.get(person.id, 0)))
        for person in people
        if person.account_id is None or _may_be_invited(active.get(person.account_id))
    ]
    for role in ROLES[1:]:
        own = [each for each in active.values() if role in each.roles and each.id not in of_record]
        own = [each for each in own if _may_be_invited(each) and _role_of(each) == role]
        listed += sorted(
            (_of_account(each, role, organisations) for each in own), key=lambda each: each.name.split()[::-1]
        )
    return [_standing(each, linked, open_until) for each in listed]


def find(db: Db, unit: str, ref: str) -> Invitee | None:
    """Finds one of the commune by `ref`; None for whoever may not be invited."""
    return next((each for each in of_unit(db, unit) if each.ref == ref), None)


def of_account(invitees: Iterable[Invitee], account_id: int) -> Invitee | None:
    """Finds the one whose account it is."""
    return next((each for each in invitees if each.account_id == account_id), None)


def account_of(db: Db, invitee: Invitee, by: int | None) -> int:
    """Gives the account to invite; made now for somebody on record who has none."""
    if invitee.account_id is not None:
        return invitee.account_id
    person = persons.get(db, invitee.person_id)
    assert person is not None
    return account_of_person(db, person, by)


def account_of_person(db: Db, person: Person, by: int | None) -> int:
    """Gives a person's account, made now where there is none. A household may share a phone: one account has it."""
    if person.account_id is not None:
        return person.account_id
    phone = person.phone if person.phone and accounts.by_phone(db, person.phone) is None else None
    account_id = accounts.add(
        db,
        unit=person.unit,
        name=person.name,
        roles=("person",),
        phone=phone,
        born=person.born,
        pronoun=person.pronoun,
        by=by,
    )
    persons.change(db, person.id, account_id=account_id)
    return account_id


def give_code(db: Db, unit: str, account_id: int, by: int | None, *, by_hand: bool = False) -> str:
    """Makes the account's code, the one that opens it from now on: those before end."""
    invites.withdraw(db, account_id)
    db.audit(unit, by, "account.invited", account_id)
    return invites.create(db, account_id, by, by_hand=by_hand)


def take_back(db: Db, unit: str, account_id: int, by: int | None) -> int:
    """Ends the open codes of the account; says how many there were."""
    ended = invites.withdraw(db, account_id)
    if ended:
        db.audit(unit, by, "account.invite_ended", account_id)
    return ended


def _may_be_invited(account: Account | None) -> bool:
    return account is not None and not is_trusted(account.roles)


def _role_of(account: Account) -> str:
    return next((role for role in ROLES[1:] if role in account.roles), "")


def _of_person(person: Person, guardian: Account | None) -> Invitee:
    return Invitee(
        f"{OF_PERSON}{person.id}",
        "person",
        person.name,
        person.phone,
        person.born is not None,
        person.account_id,
        person.id,
        person.hamlet,
        guardian.id if guardian else None,
        guardian.name if guardian else "",
    )


def _of_account(account: Account, role: str, organisations: dict[int, str]) -> Invitee:
    guardian = (account.id, account.name) if role == "guardian" else (None, "")
    return Invitee(
        f"{OF_ACCOUNT}{account.id}",
        role,
        account.name,
        account.phone,
        account.born is not None,
        account.id,
        guardian_id=guardian[0],
        guardian=guardian[1],
        organisation=organisations.get(account.organisation_id or 0, ""),
    )


def _standing(invitee: Invitee, linked: set[int], open_until: dict[int, datetime]) -> Invitee:
    account_id = invitee.account_id
    if account_id is None:
        return invitee
    return replace(invitee, linked=account_id in linked, code_until=open_until.get(account_id))
