"""What is written for offices: templates, lists given out, and a list with its faults coloured; `import` takes all."""

from collections.abc import Iterator
from datetime import date

from handlers.documents.sheet import Mark, Sheet
from handlers.enrolment.facts import Kind, Line, Plan
from handlers.enrolment.shown import change_said, says
from handlers.texts import Texts
from rules.case_types import CODES as CASE_TYPES
from rules.duty import FARTHEST
from rules.pronouns import PRONOUNS
from storage import accounts, assignments, duty_days, person_details, persons, units
from storage.accounts import Account
from storage.database import Db
from storage.units import ORGANISATION_KINDS

COLUMNS: dict[Kind, tuple[str, ...]] = {
    "persons": (
        *("name", "born", "pronoun", "phone", "hamlet", "case_type", "came_home_on", "ends_on", "guardian_phone"),
        *("id_number", "note"),
    ),
    "guardians": ("name", "phone", "born", "pronoun"),
    "officers": ("name", "phone", "born", "pronoun", "agency", "duty"),
    "partners": ("name", "phone", "born", "pronoun", "organisation", "kind"),
    "duty": ("name", "phone", "duty_days"),
}
# what `faults` puts behind the columns of a list; the last is for the officer to fill in
OURS = ("action", "says", "answer")


def headings(texts: Texts, kind: Kind, language: str = "vi") -> list[str]:
    return [texts.find(language, f"roster.{column}") for column in COLUMNS[kind]]


def template(texts: Texts, kind: Kind, hamlets: list[str], language: str = "vi") -> Sheet:
    """Makes an empty list with drop-downs; the guide beside it has an example and a hint for each column."""
    columns = COLUMNS[kind]
    hints = [texts.find(language, f"roster.{column}.hint") for column in columns]
    examples = [texts.find(language, f"roster.{column}.example") for column in columns]
    names = [texts.find(language, f"roster.guide.{part}") for part in ("column", "example", "hint")]
    offered = {
        "pronoun": [
            texts.find(language, f"pronoun.{code}") for code in PRONOUNS if code not in ("neutral", "dong_chi")
        ],
        "case_type": [texts.find(language, f"case_type.{code}") for code in CASE_TYPES],
        "hamlet": hamlets,
        "kind": [texts.find(language, f"roster.kind.{code}") for code in ORGANISATION_KINDS[3:]],
        "duty": [texts.find(language, f"roster.duty.{word}") for word in ("yes", "no")],
    }
    return Sheet(
        texts.find(language, f"roster.title.{kind}"),
        headings(texts, kind, language),
        notes=hints,
        choices={at: offered[column] for at, column in enumerate(columns) if offered.get(column)},
        guide_title=texts.find(language, "roster.guide"),
        guide=[names, *map(list, zip(headings(texts, kind, language), examples, hints, strict=True))],
    )


def faults(texts: Texts, plan: Plan, language: str = "vi") -> Sheet:
    """Lays the list out as it came, with what was found behind each row and in the colour of each cell."""
    columns = sorted(plan.headings.written)
    own_columns = {texts.find(language, f"list.column.{name}") for name in OURS}
    columns = [column for column in columns if plan.headings.written[column] not in own_columns]
    answers = plan.headings.columns("answer")
    places = {plan.headings.written[column]: at for at, column in reversed(list(enumerate(columns)))}
    rows, marks = [], []
    for at, (entry, line) in enumerate(zip(plan.entries, plan.lines, strict=True)):
        skipped = line.action == "skipped"
        outcome = "" if skipped else texts.find(language, f"list.action.{line.action}")
        said = [entry.texts.get(column, "") for column in columns]
        rows.append(
            [*said, outcome, _remarks(texts, line, language), entry.texts.get(answers[0], "") if answers else ""]
        )
        marks += [
            Mark(at, places.get(trouble.column or "", len(columns) + 1), trouble.weight, says(texts, trouble, language))
            for trouble in line.troubles
        ]
    written = [plan.headings.written[column] for column in columns]
    written += [texts.find(language, f"list.column.{name}") for name in OURS]
    title = plan.sheet or texts.find(language, f"roster.title.{plan.kind}")
    offered = [texts.find(language, f"list.answer.{word}") for word in ("same", "other")]
    return Sheet(title, written, rows, marks=marks, choices={len(written) - 1: offered})


def _remarks(texts: Texts, line: Line, language: str) -> str:
    troubles = [says(texts, trouble, language) for trouble in line.troubles]
    return "\n".join([*troubles, *(change_said(texts, change, language) for change in line.changes)])


def given_out(db: Db, texts: Texts, unit: str, kind: Kind) -> Iterator[list[str]]:
    """Yields the rows of a list of the unit as `import` takes them; each one in it is audited."""
    if kind == "persons":
        yield from _persons(db, texts, unit)
        return
    role = {"guardians": "guardian", "partners": "partner"}.get(kind, "officer")
    organisations = {each.id: each for each in units.organisations_of(db, unit)}
    for account in accounts.with_role(db, unit, role):
        db.audit(unit, None, "account.exported", account.id)
        organisation = organisations.get(account.organisation_id or 0)
        facts = _account(texts, account)
        facts |= {"agency": organisation.name if organisation else ""}
        facts |= {"organisation": facts["agency"]}
        facts |= {"duty_days": ", ".join(f"{day:%d/%m/%Y}" for day in _days_ahead(db, account))}
        facts |= {"kind": texts.find("vi", f"roster.kind.{organisation.kind}") if organisation else ""}
        yield [facts[column] for column in COLUMNS[kind]]


def _days_ahead(db: Db, account: Account) -> list[date]:
    return duty_days.days_of(db, account.id, db.today, db.today + FARTHEST)


def _account(texts: Texts, account: Account) -> dict[str, str]:
    return {
        "name": account.name,
        "phone": account.phone or "",
        "born": str(account.born or ""),
        "pronoun": account.pronoun,
        "duty": texts.find("vi", f"roster.duty.{'yes' if account.on_duty else 'no'}"),
    }


def _persons(db: Db, texts: Texts, unit: str) -> Iterator[list[str]]:
    everybody, beside = persons.of_unit(db, unit), person_details.of_unit(db, unit)
    guardians = assignments.guardians_of(db, [person.id for person in everybody])
    accounts_by_id = accounts.several(db, {*guardians.values(), *(person.account_id or 0 for person in everybody)})
    for person in everybody:
        db.audit(unit, None, "person.exported", person.id)
        details = beside.get(person.id, person_details.Details(person.id))
        guardian, own = accounts_by_id.get(guardians.get(person.id, 0)), accounts_by_id.get(person.account_id or 0)
        yield [
            person.name,
            _day(details.born_on) or str(person.born or ""),
            person.pronoun,
            person.phone or (own.phone if own else None) or "",
            person.hamlet,
            texts.find("vi", f"case_type.{person.case_type}"),
            _day(person.came_home_on),
            _day(details.ends_on),
            (guardian.phone if guardian else None) or "",
            details.id_number or "",
            details.note or "",
        ]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def hamlets_of(db: Db, unit: str) -> list[str]:
    """Lists the hamlets that people of the unit live in."""
    return sorted({person.hamlet for person in persons.of_unit(db, unit) if person.hamlet.strip("?")})
