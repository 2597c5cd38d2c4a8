"""Says who is who in lists of those who help: guardians, officers, partners, and who is on duty."""

from handlers.enrolment.facts import Change, Kind, Line, Trouble
from handlers.enrolment.people import Known, People, fits
from handlers.understand.fold import bare
from handlers.understand.tables.headings import Headings
from storage.accounts import Account
from storage.units import ORGANISATION_KINDS, Organisation

# of which a commune has one each
AGENCIES = ORGANISATION_KINDS[:3]
ROLES: dict[Kind, str] = {"guardians": "guardian", "officers": "officer", "partners": "partner", "duty": "officer"}


def match_account(line: Line, people: People, headings: Headings, kind: Kind) -> None:
    """Decides what is to be done with a row about somebody who has an account, or will have one."""
    facts = line.facts
    if facts.name is None or any(trouble.weight == "refused" for trouble in line.troubles):
        line.settle("refused")
        return
    account = people.account_of(facts.phone) if facts.phone else None
    if kind == "duty":
        _duty(line, account or _only_officer(line, people), headings, people)
    elif account is None:
        _new_number(line, people, headings, kind)
    elif not fits(account.name, facts.name) or account.unit != people.unit:
        line.troubles.append(Trouble(headings.heading("phone"), "phone_of_other", "ask", people.name_of(account)))
        line.settle("ask")
    else:
        _note_existing(line, account, headings, kind)
        _of_organisation(line, people.organisations.get(account.organisation_id or 0), headings)
        line.settle("changed" if line.changes else "same")


def _new_number(line: Line, people: People, headings: Headings, kind: Kind) -> None:
    facts = line.facts
    earlier = next((known for known in people.by_phone.get(facts.phone or "", []) if known.row is not None), None)
    if earlier is not None:
        is_same = fits(earlier.name, facts.name or "") and earlier.year in (None, facts.year)
        code = "twice" if is_same else "phone_of_row"
        line.troubles.append(Trouble(headings.heading("phone"), code, "told" if is_same else "ask", str(earlier.row)))
        line.settle("same")
        return
    for account in people.accounts_by_name.get(bare(facts.name or ""), []):
        years_differ = account.born is not None and facts.year is not None and account.born != facts.year
        if (
            facts.is_same is not False
            and ROLES[kind] in account.roles
            and fits(account.name, facts.name or "")
            and not years_differ
        ):
            line.troubles.append(Trouble(headings.heading("phone"), "other_number", "ask", str(account.born or "")))
            break
    line.settle("new")
    if line.action == "new":
        people.by_phone.setdefault(facts.phone or "", []).append(
            Known(facts.name or "", facts.born, facts.phone, row=line.row)
        )


def _note_existing(line: Line, account: Account, headings: Headings, kind: Kind) -> None:
    facts, born_column = line.facts, headings.heading("born")
    line.known_id = account.id
    if account.status == "closed":
        line.troubles.append(Trouble(headings.heading("phone"), "account_closed", "ask"))
    elif ROLES[kind] not in account.roles:
        line.troubles.append(Trouble(headings.heading("name"), "other_role", "ask"))
    elif account.born is not None and facts.year not in (None, account.born):
        line.troubles.append(Trouble(born_column, "born_differs", "ask", str(account.born)))
    elif account.born is None and facts.year is not None:
        line.changes.append(Change("born", "", str(facts.year)))
    if kind == "officers":
        _of_duty(line, account)


def _of_organisation(line: Line, known: Organisation | None, headings: Headings) -> None:
    """Asks about an office or a firm that is another than on record: a change of it is a change of what one may see."""
    facts = line.facts
    if known is None or not facts.organisation:
        return
    one, other = bare(known.name), bare(facts.organisation)
    is_same_office = known.kind in AGENCIES and facts.organisation_kind in (None, known.kind)
    if not (is_same_office or one in other or other in one):
        column = headings.heading("organisation") or headings.heading("agency")
        line.troubles.append(Trouble(column, "other_organisation", "ask", known.name))


def _of_duty(line: Line, account: Account) -> None:
    wanted = line.facts.on_duty
    if wanted is not None and wanted != account.on_duty:
        line.changes.append(Change("on_duty", str(int(account.on_duty)), str(int(wanted))))


def _only_officer(line: Line, people: People) -> Account | None:
    named = people.accounts_by_name.get(bare(line.facts.name or ""), [])
    officers = [
        account for account in named if "officer" in account.roles and fits(account.name, line.facts.name or "")
    ]
    return officers[0] if len(officers) == 1 and not line.facts.phone else None


def _duty(line: Line, account: Account | None, headings: Headings, people: People) -> None:
    """Adds the days of a roster that are not the officer's yet; those that it does not name stay as they are."""
    if account is None or "officer" not in account.roles or not fits(account.name, line.facts.name or ""):
        line.troubles.append(Trouble(headings.heading("name"), "no_such_officer", "ask"))
        line.settle("ask")
        return
    line.known_id = account.id
    if fresh := [day.isoformat() for day in line.facts.duty_days if day not in people.duty.get(account.id, ())]:
        line.changes.append(Change("duty_days", f"-{' '.join(fresh)}", f"+{' '.join(fresh)}"))
    line.settle("changed" if line.changes else "same")
