"""How many days somebody would be away, and were before, said beside what the law was seen to say."""

from datetime import date

from handlers.kit.wording import Wording
from rules.absences import Count, Days, count
from storage import absences, person_details
from storage.absences import Absence
from storage.database import Db
from storage.persons import Person

# those that were or are allowed to be away, and those that still may be
SPENT, STANDING = ("allowed", "back", "over"), ("asked", "allowed")


def standing_days(db: Db, person: Person) -> list[Days]:
    return [
        (absence.from_on, absence.until_on)
        for absence in absences.of_person(db, person.id)
        if absence.state in STANDING
    ]


def of(db: Db, person: Person, first: date, last: date, but: Absence | None = None) -> Count:
    """Counts the days beside those of all other absences that were allowed; who came back early was away less."""
    spent = [
        (absence.from_on, max(absence.back_on or absence.until_on, absence.from_on))
        for absence in absences.of_person(db, person.id)
        if absence.state in SPENT and (but is None or absence.id != but.id)
    ]
    ends_on = person_details.get(db, person.id).ends_on
    return count(person.case_type, first, last, spent, home_on=person.came_home_on, ends_on=ends_on)


def aloud(wording: Wording, counted: Count) -> str:
    """Says the count and its limits; what was not seen in a law in force is for an officer to say."""
    fields: dict[str, object] = {"days": counted.days, "before": counted.before}
    if counted.limit is None:
        return wording.text("absence.count", **fields)
    fields |= {"each": counted.limit.days_each, "share": counted.limit.one_in}
    said = wording.text("absence.count_over" if counted.is_over else "absence.count_limited", **fields)
    return f"{said} {worked_out}" if (worked_out := _share(wording, counted)) else said


def _share(wording: Wording, counted: Count) -> str:
    """Says how many days the share of the term is and how many of them are left; empty where the term is unknown."""
    if counted.limit is None or counted.share is None or counted.left is None:
        return ""
    fields = {
        "share": counted.limit.one_in,
        "term": counted.term,
        "all": counted.share,
        "left": max(counted.left, 0),
        "over": max(-counted.left, 0),
    }
    return wording.text("absence.share_over" if counted.left < 0 else "absence.share", **fields)
