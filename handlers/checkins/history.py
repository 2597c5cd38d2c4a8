"""How somebody says they are, month by month, with what they sent along."""

from handlers.checkins.check_in import check_in
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people.history import Entry, listed
from handlers.reports.written_for import written_for
from storage import checkins
from storage.checkins import Checkin
from storage.persons import Person

MOST_SHOWN = 6


def last_check_ins(scope: Scope, argument: str) -> Reply:
    def read(person: Person, viewer: Viewer) -> list[Entry]:
        return [_entry_of(checkin, viewer) for checkin in checkins.latest(scope.db, person.id, MOST_SHOWN)]

    return listed(scope, argument, "checkins", read)


def _entry_of(checkin: Checkin, viewer: Viewer) -> Entry:
    """Describes a check-in: «thứ Tư 25/11: Bình thường · Tìm việc làm», and the words."""
    at = viewer.moment(checkin.at)
    parts = (check_in.in_short(checkin.answers, viewer), written_for(viewer, checkin.filed_by))
    line = viewer.text("officer.checkins.line", at=at, told=" · ".join(part for part in parts if part))
    return Entry(line, check_in.shown(checkin.answers, viewer, "listed"), at)


COMMANDS = (Command("person_checkins", last_check_ins, may=("officer",)),)
