"""The clocks of what somebody has asked for: whoever has the next step is reminded once, then it goes on without."""

from collections.abc import Callable

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DueWork
from handlers.kit.wording import Wording, capital
from handlers.notify import interests, notices
from handlers.notify.interests import END, TURN
from rules import hiring as stages
from storage import accounts, hiring, offers, persons
from storage.database import Db
from storage.due import Due
from storage.hiring import Interest
from storage.offers import Offer
from storage.persons import Person

Concerned = tuple[Interest, Person, Offer]
Then = Callable[[Db, Deployment, Concerned], None]


def _concerned(db: Db, due_rows: list[Due]) -> dict[int, Concerned]:
    """Maps interest → whom its clock is about, of those that are open still."""
    interests_by_id = hiring.several(db, {row.subject_id for row in due_rows})
    open_now = [now for now in interests_by_id.values() if now.is_open]
    people = persons.several(db, {now.person_id for now in open_now})
    asked_for = offers.several(db, {now.offer_id for now in open_now})
    return {
        now.id: (now, people[now.person_id], asked_for[now.offer_id])
        for now in open_now
        if now.person_id in people and now.offer_id in asked_for
    }


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    _work_through(db, deployment, due_rows, batch, _remind)


def end(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    _work_through(db, deployment, due_rows, batch, _end)


def _work_through(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch, then: Then) -> None:
    by_interest = _concerned(db, due_rows)
    for row in due_rows:
        concerned = by_interest.get(row.subject_id)
        if concerned is None or interests.period_of(concerned[0]) != row.period:
            batch.drop([row], "gone on")
            continue
        with batch.attempt([row]):
            then(db, deployment, concerned)


def _remind(db: Db, deployment: Deployment, concerned: Concerned) -> None:
    """Reminds the owner of the step; whoever withdrew the consent meanwhile is out of it."""
    now, person, offer = concerned
    if now.state in stages.SEEKING and now.state != "with_officer" and not interests.may_hear(db, person):
        interests.take_back(db, deployment, person, now)
        return
    owner = stages.STAGES[now.state].owner
    if owner in ("person", "both"):
        interests.tell_person(db, deployment, now, f"turn_{now.state}", offer)
    if owner in ("partner", "both") and interests.may_hear(db, person):
        _tell_partners(db, deployment, concerned, f"notice.hiring_turn.{now.state}")
    if owner == "officer":
        tell_officers(db, deployment, concerned, "notice.hiring_turn.with_officer")


def _tell_partners(db: Db, deployment: Deployment, concerned: Concerned, key: str) -> None:
    now, person, offer = concerned

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        see = Button(wording.text("notice.interest.see"), f"do:applicant:{now.id}", "command", "NGUOI QUAN TAM")
        return Outgoing(wording.text(key, who=who, Who=capital(who), offer=offer.title), (see,))

    notices.tell_each(db, deployment, interests.speaking_for(db, offer), TURN, lambda _: telling, subject_id=now.id)


def tell_officers(db: Db, deployment: Deployment, concerned: Concerned, key: str) -> None:
    now, person, offer = concerned

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        organisation = interests.given_by(db, offer)
        text = wording.text(key, who=who, Who=capital(who), offer=offer.title, organisation=organisation)
        typed = wording.text("work_waiting.typed")
        see = Button(wording.text("work_waiting.button"), f"do:work_waiting_one:{now.id}", "command", typed)
        return Outgoing(text, (see,) if now.state in stages.SEEKING else ())

    notices.tell_each(db, deployment, accounts.on_call(db, person.unit), TURN, lambda _: telling, subject_id=now.id)


def _end(db: Db, deployment: Deployment, concerned: Concerned) -> None:
    """Moves on what nobody has moved, and tells whoever has it now, or that it is over."""
    now, person, offer = concerned
    if now.state in stages.EMPLOYED:
        _end_check(db, deployment, concerned)
        return
    moved = interests.move(db, now, stages.STAGES[now.state].then)
    if moved is None:
        return
    db.audit(person.unit, None, f"interest.{moved.state}", person.id, f"offer {offer.id}")
    interests.tell_person(db, deployment, moved, moved.state, offer)
    if moved.state == "with_officer":
        tell_officers(db, deployment, (moved, person, offer), f"notice.hiring_end.{now.state}")
    elif now.state == "missed":
        interests.tell_partners_gone(db, deployment, person, offer)


def _end_check(db: Db, deployment: Deployment, concerned: Concerned) -> None:
    """Goes on after the 30th or 90th day with what was said; of whom nothing was heard, an officer asks."""
    now, person, offer = concerned
    becomes = stages.after_check(now.state, now.said("person"), now.said("partner"), over=True)
    moved = interests.move(db, now, becomes) if becomes else None
    if moved is None:
        return
    db.audit(person.unit, None, f"interest.{moved.state}", person.id, f"offer {offer.id}")
    if now.said("person") is None:
        tell_officers(db, deployment, (moved, person, offer), "notice.hiring_end.unheard")


DUE = (DueWork((TURN,), remind), DueWork((END,), end))
