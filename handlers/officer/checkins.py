"""How somebody says they are, month by month, with what they sent along."""

from handlers import attachments, people
from handlers.commands import Command, Reply
from handlers.dialogue import Outgoing, Said
from handlers.officer.pressed import not_here, person_in
from handlers.scope import Scope
from storage import checkins
from storage.checkins import Checkin

MOST_SHOWN = 6


def last_told(scope: Scope, argument: str) -> Reply:
    person = person_in(scope, argument, "check-ins")
    if person is None:
        return not_here(scope)
    found = checkins.latest(scope.db, person.id, MOST_SHOWN)
    back = scope.button("officer.button.card", f"do:person_card:{person.id}")
    who = people.called(scope.wording, person)
    if not found:
        return Said("officer.checkins.none", {"who": who}, (back,))
    lines = [scope.text("officer.checkins.of", who=who), *(line for one in found for line in _told(scope, one))]
    sent = [(attachments.id_of(one.answers.get("words")), scope.moment(one.at)) for one in found]
    return Outgoing("\n".join(lines), (*attachments.buttons(scope.db, scope.wording, sent), back))


def _told(scope: Scope, one: Checkin) -> list[str]:
    """«thứ Tư 25/11: Bình thường · Tìm việc làm», and the words."""
    answers = one.answers
    told = [scope.text(f"checkin.face.{answers['face']}")]
    told += [scope.text(f"checkin.helps.{need}") for need in answers.get("helps") or []]
    lines = [scope.text("officer.checkins.line", at=scope.moment(one.at), told=" · ".join(told))]
    words = answers.get("words")
    if isinstance(words, str):
        lines.append(scope.text("alert.card.note", note=words[:200]))
    elif words:
        lines.append(scope.text(f"dialogue.sent.{words['kind']}"))
    return lines


COMMANDS = (Command("person_checkins", last_told, may=("officer",)),)
