"""Says who is who: surely the same, perhaps the same, or another; never on what is missing.

Surely the same is only who agrees in name and number, in name and identity card, in name, hamlet and full day of
birth, or in all that there is to tell: name, hamlet, birth, kind of case and the day of coming home.
"""

from typing import Literal

from handlers.enrolment.facts import Change, Facts, Line, Trouble, Weight
from handlers.enrolment.people import Known, People, fits
from handlers.understand.fold import bare
from handlers.understand.tables.headings import Headings
from rules.tone_marks import comparable

Likeness = Literal["sure", "perhaps", "other"]
KEPT_BESIDE = ("ends_on", "id_number", "note")
NEEDED = (("hamlet", "hamlet_missing"), ("case_type", "case_type_missing"), ("released_on", "released_on_missing"))


def likeness(facts: Facts, known: Known) -> Likeness:
    """Compares a row with somebody of the same name."""
    if facts.id_number and known.id_number:
        return "sure" if facts.id_number == known.id_number else "other"
    born, phone, hamlet = (
        _is_equal(facts.year, known.year),
        _is_equal(facts.phone, known.phone),
        _same_hamlet(facts, known),
    )
    if phone:
        return "perhaps" if born is False else "sure"
    days = isinstance(facts.born, int) or isinstance(known.born, int) or facts.born == known.born
    if born is False or not days:
        return "other"
    if born and hamlet and not isinstance(facts.born, int) and not isinstance(known.born, int):
        return "sure"
    case, home = _is_equal(facts.case_type, known.case_type), _is_equal(facts.released_on, known.released_on)
    if born and hamlet and case and home and phone is None:
        return "sure"
    if born is None and phone is False and (home is False or hamlet is False):
        return "other"
    return "perhaps"


def _is_equal(one: object, other: object) -> bool | None:
    return None if one is None or other is None or other == "" else one == other


def _same_hamlet(facts: Facts, known: Known) -> bool | None:
    if not facts.hamlet or not known.hamlet.strip("?"):
        return None
    return bare(facts.hamlet) == bare(known.hamlet)


def match_person(line: Line, people: People, headings: Headings) -> None:
    """Decides what is to be done with a row about a person."""
    facts = line.facts
    name_column = headings.heading("name") or headings.heading("given")
    if facts.name is None or any(trouble.weight == "refused" for trouble in line.troubles):
        line.settle("refused")
        return
    namesakes = [known for known in people.by_name.get(bare(facts.name), []) if fits(known.name, facts.name)]
    alike = [(known, likeness(facts, known)) for known in namesakes]
    sure = [known for known, how in alike if how == "sure"]
    perhaps = [known for known, how in alike if how == "perhaps"]
    if facts.is_same and len(sure + perhaps) == 1:
        sure = sure or perhaps
    elif facts.is_same is False:
        sure, perhaps, namesakes = [], [], people.by_name.get(bare(facts.name), [])
    _whose_number(line, people, headings, namesakes)
    _whose_card(line, people, headings)
    if len(sure) == 1 and sure[0].is_managed:
        _same_person(line, sure[0], people, name_column)
    elif sure or perhaps:
        candidates = sure or perhaps
        line.alike = candidates[0] if len(candidates) == 1 else None
        line.troubles.append(_perhaps(name_column, candidates[0]))
        line.settle("ask")
    else:
        line.troubles += [
            Trouble(headings.heading(fact), code, "refused") for fact, code in NEEDED if _lacks(facts, fact)
        ]
        line.settle("new")
    if line.action in ("new", "ask") and not sure:
        people.add(_of_row(line))


def _lacks(facts: Facts, fact: str) -> bool:
    return getattr(facts, fact) is None


def _perhaps(column: str | None, known: Known) -> Trouble:
    if known.row is not None:
        return Trouble(column, "perhaps_row", "ask", str(known.row))
    if not known.is_managed:
        return Trouble(column, "perhaps_former", "ask", known.hamlet)
    return Trouble(column, "perhaps_known", "ask", ", ".join(str(part) for part in (known.year, known.hamlet) if part))


def _whose_number(line: Line, people: People, headings: Headings, namesakes: list[Known]) -> None:
    """Asks about a number that is another's; a household of the same list may share one."""
    phone = line.facts.phone
    if phone is None or any(known.phone == phone for known in namesakes):
        return
    column = headings.heading("phone")
    others = people.by_phone.get(phone, [])
    account = people.account_of(phone)
    if recorded := next((known for known in others if known.row is None), None):
        line.troubles.append(Trouble(column, "phone_of_other", "ask", recorded.name))
    elif account is not None and not fits(account.name, line.facts.name or ""):
        line.troubles.append(Trouble(column, "phone_of_other", "ask", people.name_of(account)))
    elif account is not None and account.id not in people.accounts:
        line.troubles.append(Trouble(column, "phone_of_other", "ask"))
    elif others:
        line.troubles.append(Trouble(column, "phone_shared", "told", str(others[0].row)))
    if line.answers.get("phone_of_other") == "without_phone":
        line.facts.phone = None


def _whose_card(line: Line, people: People, headings: Headings) -> None:
    """Asks about an identity card that somebody of another name has: of the records, or of a row above."""
    facts = line.facts
    others = people.by_card.get(facts.id_number or "", [])
    if other := next((known for known in others if not fits(known.name, facts.name or "")), None):
        line.troubles.append(Trouble(headings.heading("id_number"), "id_number_of_other", "ask", other.name))


def _same_person(line: Line, known: Known, people: People, column: str | None) -> None:
    changes = _changes(line, known, people)
    differs = any(not change.only_adds for change in changes)
    if known.row is not None:
        line.alike = known
        weight: Weight = "ask" if differs and not line.facts.is_same else "told"
        line.troubles.append(Trouble(column, "twice_differs" if differs else "twice", weight, str(known.row)))
        line.settle("same")
        return
    line.known_id, line.changes = known.id, changes
    line.settle("changed" if differs else "same")


def _changes(line: Line, known: Known, people: People) -> list[Change]:
    """Lists what a filled cell says otherwise; an empty cell says nothing, and accents are never lost."""
    facts, changes = line.facts, []
    for fact in ("phone", "hamlet", "case_type", "released_on"):
        new, old = getattr(facts, fact), getattr(known, fact)
        if new is not None and comparable(str(new)) != comparable(str(old)):
            changes.append(Change(fact, str(old or ""), str(new)))
    for fact in KEPT_BESIDE:
        new, old = getattr(facts, fact), getattr(known, fact)
        if new is not None and new != old and (fact != "id_number" or people.keeps_id_numbers):
            changes.append(Change(fact, str(old or ""), str(new)))
    if facts.born is not None and facts.born not in (known.born, known.year):
        changes.append(Change("born", str(known.born or ""), str(facts.born)))
    if line.guardian_id is not None and line.guardian_id != known.guardian_id:
        before = people.accounts.get(known.guardian_id or 0)
        changes.append(Change("guardian", before.name if before else "", line.guardian_name or ""))
    return changes


def _of_row(line: Line) -> Known:
    facts = line.facts
    return Known(
        facts.name or "",
        facts.born,
        facts.phone,
        facts.hamlet or "",
        facts.case_type or "",
        facts.released_on,
        guardian_id=line.guardian_id,
        id_number=facts.id_number,
        row=line.row,
    )


def match_helper(line: Line, people: People, headings: Headings) -> None:
    """Finds the guardian whom a row names, by number and name together; a contradiction is asked, never assigned."""
    helper = line.facts.helper
    name_column, phone_column = headings.heading("guardian"), headings.heading("guardian_phone")
    line.guardian_name, line.guardian_phone = helper.name, helper.phone
    if helper.phone:
        column = phone_column or name_column
        account = people.account_of(helper.phone)
        if account is None:
            named = people.guardians_named(helper.name) if helper.name else []
            doubt = "guardian_other_number" if named else ""
            line.troubles.append(_unsure_guardian(column, helper.name or "", doubt))
        elif account.id not in people.accounts or "guardian" not in account.roles:
            line.troubles.append(Trouble(column, "guardian_is_none", "ask", people.name_of(account)))
            line.guardian_name = line.guardian_phone = None
        elif helper.name and not fits(account.name, helper.name):
            line.troubles.append(Trouble(column, "guardian_contradicts", "ask", account.name))
        else:
            _in_care_of(line, account.id, account.name, helper.phone)
    elif helper.name:
        named = people.guardians_named(helper.name)
        if len(named) == 1:
            _in_care_of(line, named[0].id, named[0].name, named[0].phone)
        else:
            line.troubles.append(_unsure_guardian(name_column, helper.name, "guardian_namesakes" if named else ""))


def _unsure_guardian(column: str | None, name: str, doubt: str) -> Trouble:
    """Asks, in the words of `doubt`, where guardians of that name are there; else tells that nobody is."""
    return Trouble(column, doubt, "ask", name) if doubt else Trouble(column, "guardian_unknown", "told", name)


def _in_care_of(line: Line, account_id: int, name: str, phone: str | None) -> None:
    line.guardian_id, line.guardian_name, line.guardian_phone = account_id, name, phone
