"""How many days somebody would be away, and were before, said beside what the law was seen to say."""

from datetime import date

from handlers.kit.wording import Wording
from rules.absences import Count, Days, count
from storage import absences
from storage.absences import Absence
from storage.database import Db
from storage.persons import Person

# those that were or are allowed to be away, and those that still may be
SPENT, STANDING = ("allowed", "back"), ("asked", "allowed")


def standing_days(db: Db, person: Person) -> list[Days]:
    return [(one.from_on, one.until_on) for one in absences.of_person(db, person.id) if one.state in STANDING]


def of(db: Db, person: Person, first: date, last: date, but: Absence | None = None) -> Count:
    """Counts the days beside those of all other absences that were allowed; who came back early was away less."""
    spent = [
        (one.from_on, max(one.back_on or one.until_on, one.from_on))
        for one in absences.of_person(db, person.id)
        if one.state in SPENT and (but is None or one.id != but.id)
    ]
    return count(person.case_type, first, last, spent)


def aloud(wording: Wording, counted: Count) -> str:
    """Says the count and its limits; what was not seen in a law in force is for an officer to say."""
    fields: dict[str, object] = {"days": counted.days, "before": counted.before}
    if counted.limit is None:
        return wording.text("absence.count", **fields)
    fields |= {"each": counted.limit.days_each, "share": counted.limit.one_in}
    return wording.text("absence.count_over" if counted.is_over else "absence.count_limited", **fields)
