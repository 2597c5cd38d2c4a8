"""How somebody said they were, month by month: for themself with a kind word and a picture, for others as agreed."""

from functools import partial

from handlers.checkins.chosen import in_words
from handlers.documents import mood as layout
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.deployment import Deployment
from handlers.kit.document import Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people import record
from handlers.people.made_files import elsewhere, reader_of, words_for
from handlers.people.targets import not_here
from rules.checkins import FACES, course_of, month_in
from rules.family import GUARDIAN, IN_CHAT
from storage import access, access_to_family, accounts, attachments, checkins, covers, family
from storage.access import NotAllowed
from storage.accounts import Account
from storage.attachments import Attachment
from storage.checkins import Checkin
from storage.database import Db
from storage.family import Permission
from storage.persons import Person

ID, PNG = "mood_picture", "image/png"
MONTHS, MOST_READ = 6, 30
MOOD = "mood"


def _months(db: Db, person: Person) -> dict[str, Checkin]:
    """Maps month → the last check-in of it, of the last months, the latest first."""
    told: dict[str, Checkin] = {}
    for checkin in checkins.latest(db, person.id, MOST_READ):
        told.setdefault(checkin.period, checkin)
    return dict(list(told.items())[:MONTHS])


def _faces(told: dict[str, Checkin]) -> dict[str, str]:
    return {month: checkin.answers["face"] for month, checkin in told.items()}


def mine(scope: Scope, _argument: str = "") -> Reply:
    """Shows one's own months, with a kind word."""
    person = record.person_of(scope)
    if person is None:
        return record.missing(scope) or not_here(scope)
    told = _months(scope.db, person)
    again = scope.button("mood.button.check_in", "go:checkin", typed=scope.text("notice.check_in.typed"))
    choose = scope.button("checkin_questions.button.choose", "do:checkin_questions")
    if not told:
        return Said("mood.none", buttons=(again, choose, scope.menu_button()))
    kind = scope.text(f"mood.kind.{course_of(list(_faces(told).values()))}")
    lines = [scope.text("mood.mine"), *_lines(scope.wording, told), kind]
    picture = scope.button("mood.button.picture", "do:mood_picture")
    return Outgoing("\n".join(lines), (picture, *_sharing(scope, person), again, choose, scope.menu_button()))


def _lines(wording: Wording, told: dict[str, Checkin], *, face_alone: bool = False) -> list[str]:
    """Words each month; `face_alone`: without the answers to questions that were chosen for this person."""
    lines = []
    for month, checkin in told.items():
        parts = [wording.text(f"checkin.face.{checkin.answers['face']}")]
        parts += () if face_alone else in_words(checkin.answers, wording)
        lines.append(wording.text("mood.line", month=_month(wording, month), face=" · ".join(parts)))
    return lines


def _month(wording: Wording, period: str) -> str:
    month = month_in(period)
    return wording.text("mood.month", month=month.month, year=month.year) if month else period


def _guardian(db: Db, person: Person) -> Account | None:
    return accounts.get(db, covers.acting_guardians(db, [person.id]).get(person.id))


def _shown_to(db: Db, person: Person, guardian: Account) -> Permission | None:
    """Finds what the guardian is allowed now."""
    return next(
        (permission for permission in family.of_person(db, person.id) if permission.account_id == guardian.id), None
    )


def _sharing(scope: Scope, person: Person) -> tuple[Button, ...]:
    guardian = _guardian(scope.db, person)
    if guardian is None:
        return ()
    allowed = _shown_to(scope.db, person, guardian)
    answer = "no" if allowed and MOOD in allowed.items else "yes"
    return (scope.button(f"mood.button.share_{answer}", f"do:mood_share:{answer}", who=scope.wording.called(guardian)),)


def share(scope: Scope, argument: str) -> Reply:
    """Lets the own guardian see the months, or no longer; what else they may do stays as it is."""
    person = record.person_of(scope)
    guardian = _guardian(scope.db, person) if person else None
    if person is None or guardian is None or argument not in ("yes", "no"):
        return not_here(scope)
    allowed = _shown_to(scope.db, person, guardian)
    others = tuple(item for item in (allowed.items if allowed else ()) if item != MOOD)
    family.allow(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        account_id=guardian.id,
        relation=GUARDIAN,
        items=(*others, MOOD) if argument == "yes" else others,
        said_yes_on=scope.today,
        how=IN_CHAT,
        by=scope.account.id,
    )
    if argument == "yes":
        _tell_guardian(scope, person, guardian)
    fields = {"who": scope.wording.called(guardian)}
    return Said(f"mood.shared_{argument}", fields, (*_sharing(scope, person), scope.menu_button()))


def _tell_guardian(scope: Scope, person: Person, guardian: Account) -> None:
    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        see = Button(wording.text("mood.button.see"), f"do:mood_of:{person.id}", "command", wording.text("mood.typed"))
        return Outgoing(wording.text("notice.family.may_see_mood", who=who, Who=capital(who)), (see,))

    notices.tell(scope.db, scope.deployment, guardian.id, "family", telling, subject_id=person.id)


def of_others(scope: Scope, argument: str = "") -> Reply:
    """Shows a guardian or relative the months of those who allow it; each look is written down."""
    pairs = [pair for pair in access_to_family.helped(scope.db, scope.account) if MOOD in pair[0].items]
    lines = []
    for allowed, person in pairs:
        if argument and person.id != id_in(argument):
            continue
        access_to_family.look_as_family(scope.db, scope.account, person.id, MOOD)
        lines.append(scope.text("mood.of", who=scope.wording.called(person)))
        # quarrels at home are not for whoever lives there
        told = _lines(scope.wording, _months(scope.db, person), face_alone=allowed.relation != GUARDIAN)
        lines += told or [scope.text("mood.of_none")]
    if not lines:
        return Said("mood.nobody", buttons=(scope.menu_button(),))
    return Outgoing("\n".join(lines), (scope.menu_button(),))


def ask_for_picture(scope: Scope, _argument: str) -> Reply:
    person = record.person_of(scope)
    if person is None or not _months(scope.db, person):
        return mine(scope)
    attachments.ask_for(scope.db, scope.chat, ID, account_id=scope.account.id, person_id=person.id)
    return Said("mood.coming", buttons=(scope.menu_button(),))


def _prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    try:
        person = access.look_for_document(db, reader_of(db, asked), asked.person_id or 0, asked.document, ("self",))
    except NotAllowed:
        return None
    wording, faces = words_for(db, deployment, asked), _faces(_months(db, person))
    if not faces:
        return None
    told = [(_month(wording, month), FACES.index(face)) for month, face in reversed(faces.items())]
    words = [wording.text(f"checkin.face.{face}") for face in FACES]
    return partial(layout.render, layout.Months(wording.text("mood.picture"), words, told))


def _tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    wording = words_for(db, deployment, asked)
    place = address or elsewhere(wording, deployment, wording.text("attachment.thing.photo"))
    return Outgoing(wording.text("mood.caption"), attachment=asked.id, shows="photo", instead=place)


def _tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    return Outgoing(words_for(db, deployment, asked).text("mood.failed"))


PICTURE = Document(ID, _prepare, _tell, _tell_failed, PNG)
COMMANDS = (
    Command(
        "my_mood", mine, may=("person",), words=("/tamtrang", "tam trang cua toi", "may thang qua", "how i have been")
    ),
    Command("mood_share", share, may=("person",)),
    Command(ID, ask_for_picture, may=("person",)),
    Command("mood_of", of_others, may=("guardian", "family"), words=("may thang cua ho", "how they have been")),
)
