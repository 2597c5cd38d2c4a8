"""A leave begins, ends early or is over: guardian, stand-in and the people concerned hear whom to ask now."""

from datetime import timedelta
from functools import partial

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people.targets import hand_over_button
from rules.deadlines import MORNING
from rules.local_time import at
from storage import accounts, assignments, covers, due, persons
from storage.accounts import Account
from storage.covers import Cover
from storage.database import Db
from storage.due import Due, Planned
from storage.persons import Person

ASKED, BEGINS, OVER = "cover", "cover_begins", "cover_over"
MOST_BUTTONS = 4


def plan_question(db: Db, cover: Cover) -> None:
    """Plans to ask the officers once more on the first morning, where nobody has answered by then."""
    if cover.first_day > db.today:
        due.plan(db, BEGINS, cover.id, "", at(cover.first_day, MORNING), unit=cover.unit)


def plan_cover(db: Db, deployment: Deployment, cover: Cover, *, guardian_knows: bool = False) -> None:
    """Plans the two mornings on which all are told; a leave that runs already is told of at once.

    `guardian_knows`: the guardian has heard just now that it stands, and does not hear the same twice.
    """
    if cover.runs_on(db.today):
        _tell_begin(db, deployment, cover, guardian_knows=guardian_knows)
    else:
        due.plan(db, BEGINS, cover.id, "", at(cover.first_day, MORNING), unit=cover.unit)
    after = cover.last_day + timedelta(days=1)
    due.plan_many(db, [Planned(OVER, cover.id, "", at(after, MORNING), cover.unit)])


def end_cover(db: Db, deployment: Deployment, cover: Cover, *, by: int | None) -> None:
    """Ends a leave before its time; whoever was told of it hears so, the guardian too where somebody else ends it."""
    ran = cover.runs_on(db.today)
    covers.end(db, cover, by)
    due.clear(db, cover.id, (BEGINS, OVER), "cover ended")
    if ran:
        _tell_over(db, deployment, cover)
        return
    if by != cover.guardian_id:
        _tell(db, deployment, cover, cover.guardian_id, ASKED, partial(_ended, cover=cover))
    if cover.state == "agreed" and cover.stand_in_id:
        guardian = accounts.get(db, cover.guardian_id)
        if guardian:
            _tell(db, deployment, cover, cover.stand_in_id, ASKED, partial(_called_off, cover=cover, guardian=guardian))


def _ended(wording: Wording, cover: Cover) -> Outgoing:
    fields = {"first": wording.day(cover.first_day), "last": wording.day(cover.last_day)}
    return Outgoing(wording.text("notice.cover.ended", **fields))


def _called_off(wording: Wording, cover: Cover, guardian: Account) -> Outgoing:
    fields = {"Guardian": capital(wording.called(guardian)), "first": wording.day(cover.first_day)}
    return Outgoing(wording.text("notice.cover.called_off", **fields))


def tell_begun(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    for row, cover in _still_standing(db, due_rows, batch):
        if cover.state == "asked":
            with batch.attempt([row]):
                _ask_again(db, deployment, cover)
            continue
        if not cover.runs_on(db.today):
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            _tell_begin(db, deployment, cover)


def tell_over(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    for row, cover in _still_standing(db, due_rows, batch):
        with batch.attempt([row]):
            _tell_over(db, deployment, cover)


def _still_standing(db: Db, due_rows: list[Due], batch: Batch) -> list[tuple[Due, Cover]]:
    by_id = covers.several(db, {row.subject_id for row in due_rows})
    standing = []
    for row in due_rows:
        cover = by_id.get(row.subject_id)
        if cover is None or cover.state not in covers.STANDS:
            batch.drop([row], "no longer so")
        else:
            standing.append((row, cover))
    return standing


def _ask_again(db: Db, deployment: Deployment, cover: Cover) -> None:
    guardian = accounts.get(db, cover.guardian_id)

    def telling(wording: Wording) -> Outgoing:
        who = capital(wording.called(guardian)) if guardian else ""
        press, typed = f"go:cover_decide:cover={cover.id}", wording.text("cover.typed")
        button = Button(wording.text("cover.button.decide"), press, "command", typed)
        return Outgoing(wording.text("notice.cover.unanswered", Who=who, last=wording.day(cover.last_day)), (button,))

    officers = accounts.on_call(db, cover.unit)
    notices.tell_each(db, deployment, officers, ASKED, lambda _: telling, subject_id=cover.id)


def _tell_begin(db: Db, deployment: Deployment, cover: Cover, *, guardian_knows: bool = False) -> None:
    guardian, stand_in, people = _concerned(db, cover)
    if guardian is None or stand_in is None:
        return

    def to_stand_in(wording: Wording) -> Outgoing:
        fields = {"guardian": wording.called(guardian), "people": _named(wording, people)}
        text = wording.text("notice.cover.to_stand_in", **fields, last=wording.day(cover.last_day))
        return Outgoing(text, tuple(hand_over_button(wording, person) for person in people[:MOST_BUTTONS]))

    def to_guardian(wording: Wording) -> Outgoing:
        fields = {"Stand_in": capital(wording.called(stand_in)), "last": wording.day(cover.last_day)}
        return Outgoing(wording.text("notice.cover.to_guardian", **fields))

    def to_person(wording: Wording) -> Outgoing:
        fields = {"Guardian": capital(wording.called(guardian)), "stand_in": wording.called(stand_in)}
        return Outgoing(wording.text("notice.cover.to_person", **fields, last=wording.day(cover.last_day)))

    _tell(db, deployment, cover, stand_in.id, BEGINS, to_stand_in)
    if not guardian_knows:
        _tell(db, deployment, cover, guardian.id, BEGINS, to_guardian)
    _tell_people(db, deployment, cover, people, BEGINS, to_person)


def _tell_over(db: Db, deployment: Deployment, cover: Cover) -> None:
    guardian, stand_in, people = _concerned(db, cover)
    if guardian is None or stand_in is None:
        return

    def to_stand_in(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.cover.over.to_stand_in", Guardian=capital(wording.called(guardian))))

    def to_guardian(wording: Wording) -> Outgoing:
        fields = {"stand_in": wording.called(stand_in), "people": _named(wording, people)}
        text = wording.text("notice.cover.over.to_guardian", **fields)
        return Outgoing(text, tuple(hand_over_button(wording, person) for person in people[:MOST_BUTTONS]))

    def to_person(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.cover.over.to_person", Guardian=capital(wording.called(guardian))))

    _tell(db, deployment, cover, stand_in.id, OVER, to_stand_in)
    _tell(db, deployment, cover, guardian.id, OVER, to_guardian)
    _tell_people(db, deployment, cover, people, OVER, to_person)


def _concerned(db: Db, cover: Cover) -> tuple[Account | None, Account | None, list[Person]]:
    """Gives the guardian, the stand-in and those in the guardian's own care."""
    in_care = persons.several(db, assignments.in_care_of(db, cover.guardian_id)).values()
    people = persons.by_name(person for person in in_care if person.status == "managed")
    return accounts.get(db, cover.guardian_id), accounts.get(db, cover.stand_in_id), people


def _named(wording: Wording, people: list[Person]) -> str:
    return ", ".join(wording.called(person) for person in people) or wording.text("cover.nobody")


def _tell_people(
    db: Db, deployment: Deployment, cover: Cover, people: list[Person], kind: str, telling: notices.Telling
) -> None:
    for person in people:
        if person.account_id:
            _tell(db, deployment, cover, person.account_id, kind, telling)


def _tell(db: Db, deployment: Deployment, cover: Cover, account_id: int, kind: str, telling: notices.Telling) -> bool:
    return notices.tell(db, deployment, account_id, kind, telling, subject_id=cover.id)
