"""Makes a plan of a list: reads the file, finds heading and rows, and compares each row with the commune."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from handlers.enrolment.facts import Kind, Line, Plan, RowAnswers
from handlers.enrolment.matching import match_helper, match_person
from handlers.enrolment.matching_accounts import match_account
from handlers.enrolment.people import People
from handlers.enrolment.reading import RowReader, kind_of
from handlers.understand.fold import bare
from handlers.understand.tables import files, rows
from handlers.understand.tables.cells import Table, Unreadable, letters_of
from handlers.understand.tables.headings import Headings, best_of
from handlers.understand.tables.rows import Entry
from storage import list_imports, units
from storage.database import Db

EVERY = 500
# codes of headings that are read in lists of persons only, in lists of accounts only, in none
OF_PERSONS = ("hamlet", "case_type", "released_on", "ends_on", "guardian", "guardian_phone", "id_number", "note")
OF_ACCOUNTS = ("organisation", "agency", "kind", "duty", "roles")
OF_NOBODY = ("sex", "relation", "position", "guardian_born")
Progress = Callable[[int, int], None]


def plan_of(
    db: Db,
    unit: str,
    content: bytes,
    *,
    sheet: str | None = None,
    kind: Kind | None = None,
    meanings: Mapping[str, str] | None = None,
    answers: RowAnswers | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Compares the list in a file with the unit; nothing is written. Raises Unreadable.

    `meanings`: what headings, as written, mean in this file, beside what the unit remembers. `answers`: what was
    answered about its rows. `progress` is told from
    time to time how many of how many rows are done.
    """
    tables = files.read(content)
    given = {bare(heading): code for heading, code in (meanings or {}).items()}
    table, headings = best_of(_of_name(tables, sheet), {**list_imports.meanings(db, unit), **given})
    entries = list(rows.entries(table, headings))
    sections = any(entry.section_hamlet for entry in entries)
    what = kind or kind_of(headings, sections=sections)
    people = People.of(db, unit)
    commune = units.get(db, unit)
    reader = RowReader(headings, what, table.name, db.today, people.hamlets, answers or {})
    reader.commune = commune.name if commune else ""
    plan = Plan(what, table.name, [], headings, entries, _asked(headings, what), _not_kept(headings, what, people))
    plan.not_kept += _nameless(entries, headings)
    plan.other_sheets = [other.name for other in tables if other is not table and not other.hidden]
    for done, entry in enumerate(entries):
        plan.lines.append(_matched(reader.read(entry), people, headings, what, skipped=not entry.about_somebody))
        if progress and done % EVERY == 0:
            progress(done, len(entries))
    return plan


def _of_name(tables: list[Table], sheet: str | None) -> list[Table]:
    if sheet is None:
        return tables
    named = [table for table in tables if bare(table.name) == bare(sheet)]
    if not named:
        raise Unreadable("no_such_sheet")
    return named


def _asked(headings: Headings, kind: Kind) -> list[str]:
    """Lists the headings that are not understood, and those that would be so in a list of another kind only."""
    elsewhere = OF_ACCOUNTS if kind == "persons" else ()
    return list(dict.fromkeys([*headings.unknown, *_written(headings, elsewhere)]))


def _not_kept(headings: Headings, kind: Kind, people: People) -> list[str]:
    """Lists the headings that were understood, and for which a record has no place."""
    if kind == "persons":
        return _written(headings, (*OF_NOBODY, *(() if people.keeps_id_numbers else ("id_number",))))
    return _written(headings, (*OF_NOBODY, *OF_PERSONS))


def _nameless(entries: Sequence[Entry], headings: Headings) -> list[str]:
    """Names by their letters the columns that most rows fill and nothing stands above, but for serial numbers."""
    rows = [entry.texts for entry in entries if entry.about_somebody]
    filled = Counter(
        column for row in rows for column, text in row.items() if column not in headings.written and not text.isdigit()
    )
    return [letters_of(column) for column, count in sorted(filled.items()) if count * 2 > len(rows)]


def _written(headings: Headings, codes: Collection[str]) -> list[str]:
    return [headings.written[column] for column, code in headings.codes.items() if code in codes]


def _matched(line: Line, people: People, headings: Headings, kind: Kind, *, skipped: bool) -> Line:
    if skipped:
        return line
    if kind == "persons":
        match_helper(line, people, headings)
        match_person(line, people, headings)
    else:
        match_account(line, people, headings, kind)
    return line
