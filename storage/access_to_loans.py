"""Whose turn a loan is and who may read of it: officers of the commune, and lenders as the person agreed."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Self

from rules.loan_cases import IN_STEAD, OF_LENDERS, Agency, owner_of
from storage import accounts, consents, loan_cases, persons, units
from storage.access import acts
from storage.accounts import Account
from storage.database import Db
from storage.loan_cases import LoanCase
from storage.persons import Person

# kind of organisation → what it is to a loan
AGENCIES: dict[str, Agency] = {"police": "police", "committee": "committee", "union": "group", "bank": "bank"}
LENDERS = ("group", "bank")


def agency_of(db: Db, account: Account) -> Agency:
    """Says what the account's organisation is to a loan; empty where it is nothing to it."""
    organisation = units.organisation(db, account.organisation_id) if account.organisation_id else None
    return AGENCIES.get(organisation.kind, "") if organisation else ""


def readable(db: Db, viewer: Account, cases: Collection[LoanCase]) -> list[LoanCase]:
    """Picks the cases that the viewer may read.

    Officers: those of their commune. The group and the bank: what has come to them and the person agreed to, as long
    as that stands; of a group that one alone that has taken it up.
    """
    if acts(viewer, "officer"):
        return [case for case in cases if case.unit == viewer.unit]
    agency = agency_of(db, viewer) if acts(viewer, "partner") else ""
    if agency not in LENDERS:
        return []
    lent_here = [case for case in cases if case.unit == viewer.unit and case.state in OF_LENDERS]
    return [
        case for case in _agreed(db, lent_here) if agency == "bank" or case.group_id in (None, viewer.organisation_id)
    ]


def _agreed(db: Db, cases: Collection[LoanCase]) -> list[LoanCase]:
    shared = [case for case in cases if case.shared]
    people = persons.several(db, {case.person_id for case in shared})
    agreed = consents.agreed(
        db, {person.account_id for person in people.values() if person.account_id is not None}, "loans"
    )
    return [case for case in shared if people[case.person_id].account_id in agreed]


def look(db: Db, viewer: Account, case: LoanCase | None) -> Person | None:
    """Opens whom a case is about, if the viewer may read it; the look is written down, and so is a refusal."""
    if case is None:
        return None
    if not readable(db, viewer, [case]):
        db.audit(viewer.unit, viewer.id, "person.refused", case.person_id, f"loan {case.id}")
        return None
    db.audit(case.unit, viewer.id, "person.looked", case.person_id, f"loan {case.id}")
    return persons.get(db, case.person_id)


@dataclass(frozen=True, slots=True)
class Turns:
    """Whose turn some cases of a commune are: all who may come into question, looked up once for all of them.

    `places`: organisation → what it is to a loan. `people`: person → their account. `agreed`: the cases of which the
    group and the bank may read.
    """

    places: Mapping[int, Agency]
    partners: Sequence[Account]
    officers: Sequence[Account]
    on_call: Sequence[Account]
    people: Mapping[int, Account]
    agreed: Set[int]
    today: date

    @classmethod
    def of(cls, db: Db, unit: str, cases: Collection[LoanCase]) -> Self:
        people = persons.several(db, {case.person_id for case in cases})
        accounts_by_id = accounts.several(
            db, {person.account_id for person in people.values() if person.account_id is not None}
        )
        return cls(
            {place.id: AGENCIES[place.kind] for place in units.organisations_of(db, unit, *AGENCIES)},
            accounts.with_role(db, unit, "partner"),
            accounts.with_role(db, unit, "officer"),
            accounts.on_call(db, unit),
            {
                person.id: accounts_by_id[person.account_id]
                for person in people.values()
                if person.account_id in accounts_by_id
            },
            {case.id for case in _agreed(db, [case for case in cases if case.state in OF_LENDERS])},
            db.today,
        )

    def owners(self, case: LoanCase) -> tuple[Agency, list[Account]]:
        """Gives whose turn it is: the agency, and its accounts; officers where there are none. Nobody at an end."""
        owner = owner_of(case.state)
        if not owner:
            return "", []
        if owner == "person":
            account = self.people.get(case.person_id)
            return ("person", [account]) if account and acts(account, "person") else ("police", self._police(case))
        for agency in IN_STEAD[owner]:
            if owners_of_case := self._of_agency(agency, case):
                return agency, owners_of_case
        return "police", self._police(case)

    def _police(self, case: LoanCase) -> list[Account]:
        return self._of_agency("police", case) or list(self.on_call)

    def _of_agency(self, agency: Agency, case: LoanCase) -> list[Account]:
        candidates = self.partners if agency in LENDERS else self.officers
        return [
            account
            for account in candidates
            if self._is_of(agency, account, case) and self._reads(account, agency, case)
        ]

    def _is_of(self, agency: Agency, account: Account, case: LoanCase) -> bool:
        place = account.organisation_id
        is_taken_up = agency == "group" and case.group_id
        return place is not None and self.places.get(place) == agency and (not is_taken_up or place == case.group_id)

    def _reads(self, account: Account, agency: Agency, case: LoanCase) -> bool:
        """Says of one of the agency what `readable` says of any viewer."""
        if acts(account, "officer"):
            return True
        return acts(account, "partner") and agency in LENDERS and case.id in self.agreed

    def may_act(self, db: Db, viewer: Account, cases: Collection[LoanCase]) -> list[LoanCase]:
        """Picks the cases whose step the viewer may take: whose turn it is; any officer where nobody's, or too late."""
        is_committee = agency_of(db, viewer) == "committee"
        return [case for case in cases if self._may_act(viewer, case, is_committee)]

    def _may_act(self, viewer: Account, case: LoanCase, is_committee: bool) -> bool:
        agency, owners_of_case = self.owners(case)
        if any(account.id == viewer.id for account in owners_of_case):
            return True
        if not acts(viewer, "officer", unit=case.unit):
            return False
        is_in_stead = agency == "police" and not is_committee
        return is_in_stead or agency == "person" or case.due_on < self.today


def owners(db: Db, case: LoanCase) -> tuple[Agency, list[Account]]:
    """Gives whose turn a case is, as `Turns.owners`."""
    return Turns.of(db, case.unit, [case]).owners(case)


def may_act(db: Db, viewer: Account, case: LoanCase) -> bool:
    """Tells whether the viewer may take the case's step, as `actionable` of several."""
    return bool(actionable(db, viewer, [case]))


def actionable(db: Db, viewer: Account, cases: Sequence[LoanCase]) -> list[LoanCase]:
    """Picks those whose next step the viewer may take, of cases that are all of one commune."""
    return Turns.of(db, cases[0].unit, cases).may_act(db, viewer, cases) if cases else []


def waiting_for(db: Db, viewer: Account) -> list[LoanCase]:
    """Lists the open cases that the viewer may read, the most urgent first."""
    states = OF_LENDERS[:-1] if not acts(viewer, "officer") else _OPEN
    return readable(db, viewer, loan_cases.in_states(db, viewer.unit, states))


_OPEN = tuple(dict.fromkeys(("to_list", "to_confirm", "to_mend", *OF_LENDERS[:-1])))
