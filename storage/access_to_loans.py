"""Whose turn a loan is and who may read of it: officers of the commune, and lenders as the person agreed."""

from collections.abc import Collection

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
    theirs = [case for case in cases if case.unit == viewer.unit and case.state in OF_LENDERS]
    return [case for case in _agreed(db, theirs) if agency == "bank" or case.group_id in (None, viewer.organisation_id)]


def _agreed(db: Db, cases: Collection[LoanCase]) -> list[LoanCase]:
    shared = [case for case in cases if case.shared]
    people = persons.several(db, {case.person_id for case in shared})
    agreed = consents.agreed(db, {one.account_id for one in people.values() if one.account_id is not None}, "loans")
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


def owners(db: Db, case: LoanCase) -> tuple[Agency, list[Account]]:
    """Gives whose turn it is: the agency, and its accounts; officers where there are none. Nobody at an end."""
    owner = owner_of(case.state)
    if not owner:
        return "", []
    if owner == "person":
        person = persons.get(db, case.person_id)
        account = accounts.get(db, person.account_id) if person else None
        return ("person", [account]) if account and acts(account, "person") else ("police", _officers(db, case))
    for agency in IN_STEAD[owner]:
        if found := _of_agency(db, case, agency):
            return agency, found
    return "police", _officers(db, case)


def _officers(db: Db, case: LoanCase) -> list[Account]:
    return _of_agency(db, case, "police") or accounts.on_call(db, case.unit)


def _of_agency(db: Db, case: LoanCase, agency: Agency) -> list[Account]:
    kinds = {kind for kind, of in AGENCIES.items() if of == agency}
    places = {one.id for one in units.organisations_of(db, case.unit, *kinds)}
    if agency == "group" and case.group_id:
        places &= {case.group_id}
    role = "partner" if agency in LENDERS else "officer"
    there = [account for account in accounts.with_role(db, case.unit, role) if account.organisation_id in places]
    return [account for account in there if readable(db, account, [case])]


def may_act(db: Db, viewer: Account, case: LoanCase) -> bool:
    """Tells whether the viewer may take the step: whose turn it is; any officer where that is nobody, or too late."""
    agency, accounts_of_owner = owners(db, case)
    if any(account.id == viewer.id for account in accounts_of_owner):
        return True
    if not acts(viewer, "officer", unit=case.unit):
        return False
    is_in_stead = agency == "police" and agency_of(db, viewer) != "committee"
    return is_in_stead or agency == "person" or case.due_on < db.today


def waiting_for(db: Db, viewer: Account) -> list[LoanCase]:
    """Lists the open cases that the viewer may read, the most urgent first."""
    states = OF_LENDERS[:-1] if not acts(viewer, "officer") else _OPEN
    return readable(db, viewer, loan_cases.in_states(db, viewer.unit, states))


_OPEN = tuple(dict.fromkeys(("to_list", "to_confirm", "to_mend", *OF_LENDERS[:-1])))
