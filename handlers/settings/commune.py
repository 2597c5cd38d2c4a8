"""What an admin changes of the commune: the number of an office, and when phones are silent."""

import re
from datetime import time

from handlers.kit import Answers, Choice, Form, Incoming, JsonValue, Option, Phone, Problem, Question, Said
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.understand.fold import fold
from handlers.understand.phones import spoken
from rules import quiet
from rules.quiet import Hours
from storage import units
from storage.database import Db
from storage.units import Organisation

ADMIN = ("admin",)
AGENCIES = ("police", "border", "committee")
# «21:00», «21h», «6h30», «6.30», «21 gio»
CLOCK = re.compile(r"(\d{1,2})(?:\s*(?:[:.h]|gio)\s*(\d{2})?)?")
STORED_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def read_clock(typed: str) -> time:
    """Reads an hour of the day as people type it. Raises ValueError."""
    read = CLOCK.fullmatch(fold(typed))
    if read is None:
        raise ValueError(typed)
    return time(int(read[1]), int(read[2] or 0))


def keep_hours(db: Db, unit: str, hours: Hours, by: int | None) -> None:
    """Sets when the commune's phones are silent; the service takes it up when it opens anew."""
    kept = [f"{hours.since:%H:%M}", f"{hours.until:%H:%M}"]
    units.set_setting(db, unit, quiet.SETTING, kept)
    db.audit(unit, by, "setup.quiet_hours", None, "-".join(kept))


class Clock(Question):
    """An hour of the day between two others, stored as «21:00»."""

    def __init__(self, id: str, earliest: time, latest: time):
        super().__init__(id)
        self.earliest = earliest
        self.latest = latest

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        try:
            return f"{read_clock(message.text):%H:%M}"
        except ValueError:
            raise Problem("not_a_clock") from None

    def accepts(self, stored: JsonValue) -> bool:
        return isinstance(stored, str) and STORED_CLOCK.fullmatch(stored) is not None

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        if not self.earliest <= time.fromisoformat(stored) <= self.latest:
            raise Problem("not_sensible", earliest=f"{self.earliest:%H:%M}", latest=f"{self.latest:%H:%M}")


def offices(_answers: Answers, scope: Scope) -> list[Option]:
    of_unit = units.organisations_of(scope.db, scope.unit, *AGENCIES)
    return [Option(str(office.id), office.name) for office in of_unit]


def office_named(value: str, viewer: Viewer) -> str:
    office = units.organisation(viewer.db, id_in(value))
    is_own = office is not None and viewer.reader is not None and office.unit == viewer.reader.unit
    return office.name if office and is_own else ""


def _office(answers: Answers, scope: Scope) -> Organisation:
    office = units.organisation(scope.db, id_in(answers["office"]))
    if office is None or office.unit != scope.unit or office.kind not in AGENCIES:
        raise Problem("no_longer_there", question="office")
    return office


def set_phone(answers: Answers, scope: Scope) -> Said:
    office = _office(answers, scope)
    units.set_phone(scope.db, office.id, answers["phone"])
    scope.audit("setup.office_phone", office.id)
    return Said("office_phone.done", {"office": office.name, "phone": spoken(answers["phone"])}, (scope.menu_button(),))


def set_hours(answers: Answers, scope: Scope) -> Said:
    hours = Hours(time.fromisoformat(answers["silent_from"]), time.fromisoformat(answers["silent_to"]))
    keep_hours(scope.db, scope.unit, hours, scope.account.id)
    return Said(
        "quiet_hours.done", {"since": answers["silent_from"], "until": answers["silent_to"]}, (scope.menu_button(),)
    )


office_phone = Form(
    "office_phone", Choice("office", offices, named=office_named), Phone("phone"), submit=set_phone, may=ADMIN
)
quiet_hours = Form(
    "quiet_hours",
    Clock("silent_from", quiet.EARLIEST_SINCE, quiet.LATEST_SINCE),
    Clock("silent_to", quiet.EARLIEST_UNTIL, quiet.LATEST_UNTIL),
    submit=set_hours,
    may=ADMIN,
)
FORMS = (office_phone, quiet_hours)
