"""How somebody says they are, month by month, with what they sent along."""

from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people.history import Entries, listed
from storage import checkins
from storage.checkins import Checkin

MOST_SHOWN = 6


def last_told(scope: Scope, argument: str) -> Reply:
    return listed(
        scope,
        argument,
        "checkins",
        lambda person: [_told(scope, one) for one in checkins.latest(scope.db, person.id, MOST_SHOWN)],
    )


def _told(scope: Scope, one: Checkin) -> Entries:
    """«thứ Tư 25/11: Bình thường · Tìm việc làm», and the words."""
    answers, at = one.answers, scope.moment(one.at)
    told = [scope.text(f"checkin.face.{answers['face']}")]
    told += [scope.text(f"checkin.helps.{need}") for need in answers.get("helps") or []]
    return Entries(scope.text("officer.checkins.line", at=at, told=" · ".join(told)), answers.get("words"), at)


COMMANDS = (Command("person_checkins", last_told, may=("officer",)),)
