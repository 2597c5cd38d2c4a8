"""How a job fair or a talk is said: a line in a list, its card, the button that leads to it."""

from datetime import date

from handlers.kit import Button
from handlers.kit.commands import id_in
from handlers.kit.wording import Wording
from storage import fairs, units
from storage.database import Db
from storage.fairs import Fair

LONGEST_NUMBER = 9


def line(wording: Wording, fair: Fair, today: date) -> str:
    """Says it in one line: «B3 · Ngày hội việc làm · 8:00 thứ Bảy 5/12 · Nhà văn hóa xã»."""
    return " · ".join((fair.code, fair.title, wording.moment(fair.starts_at, today), fair.place))


def card(db: Db, wording: Wording, fair: Fair) -> str:
    """Lists all that is said publicly of it, a fact a line."""
    organisation = units.organisation(db, fair.organisation_id) if fair.organisation_id else None
    facts = {
        "when": wording.moment(fair.starts_at, db.today),
        "place": fair.place,
        "by": organisation.name if organisation else "",
        "for_whom": fair.for_whom,
        "details": fair.details,
    }
    lines = [wording.text(f"fairs.{fact}", **{fact: value}) for fact, value in facts.items() if value]
    return "\n".join((f"{fair.code} · {fair.title}", *lines))


def to_see(wording: Wording, fair: Fair) -> Button:
    return Button(wording.text("fairs.see"), f"do:fair:{fair.id}", "command", fair.code)


def fair_in(db: Db, unit: str, argument: str) -> Fair | None:
    """Finds a fair of the commune: people type its number, buttons carry its id."""
    number = id_in(argument)
    fair = fairs.by_number(db, unit, number) if len(argument) <= LONGEST_NUMBER else fairs.get(db, number)
    return fair if fair and fair.unit == unit else None
