"""How somebody says they are, month by month, with what they sent along."""

from dataclasses import replace

from handlers.checkins.check_in import check_in
from handlers.checkins.choosing import button_to_propose
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people.history import Entry, listed
from handlers.reports.written_for import written_for
from storage import access, checkins, persons
from storage.checkins import Checkin
from storage.persons import Person

MOST_SHOWN = 6


def last_check_ins(scope: Scope, argument: str) -> Reply:
    def read(person: Person, viewer: Viewer) -> list[Entry]:
        return [_entry_of(checkin, viewer) for checkin in checkins.latest(scope.db, person.id, MOST_SHOWN)]

    reply = listed(scope, argument, "checkins", read)
    person = persons.get(scope.db, id_in(argument))
    if person is None or not access.may_see(scope.db, scope.account, person):
        return reply
    return replace(reply, buttons=(*button_to_propose(scope, person), *reply.buttons))


def _entry_of(checkin: Checkin, viewer: Viewer) -> Entry:
    """Describes a check-in: «thứ Tư 25/11: Bình thường · Tìm việc làm», and the words."""
    at = viewer.moment(checkin.at)
    parts = (check_in.in_short(checkin.answers, viewer), written_for(viewer, checkin.filed_by))
    line = viewer.text("officer.checkins.line", at=at, told=" · ".join(part for part in parts if part))
    below = [told for detail in ("whole", "listed") for told in check_in.shown(checkin.answers, viewer, detail)]
    return Entry(line, below, at)


COMMANDS = (Command("person_checkins", last_check_ins, may=("officer",)),)
