"""A need goes from step to step: by when it goes on, and who hears of it. Nobody is left waiting without a word."""

from collections.abc import Iterable

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing
from handlers.kit.wording import Wording, capital
from handlers.notify import mornings, notices
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people import record
from handlers.people.offices import with_office
from rules import needs as rules
from rules.local_time import local_day
from storage import accounts, needs, persons
from storage.accounts import Account
from storage.database import Db
from storage.needs import Clock, Need
from storage.persons import Person

# what becomes of a need → what the officers are told
BACK = ("refuse", "give_back", "lapse", "leave", "missed", "partly")


def raise_need(
    db: Db,
    deployment: Deployment,
    person_id: int,
    kind: str,
    visit_id: int | None = None,
    *,
    proxy: int | None = None,
    by: int | None = None,
    words: str | None = None,
    shares_phone: bool = False,
) -> bool:
    """Opens a need with its clock; False if one of this kind is open already."""
    days = rules.days_for(deployment.tables.need_clocks, kind, rules.RAISED)
    until = rules.due_at(db.now, days, deployment.free_days)
    return needs.open_need(
        db, person_id, kind, visit_id, proxy=proxy, by=by, words=words, shares_phone=shares_phone, due_at=until
    )


def go_on(
    db: Db,
    deployment: Deployment,
    need: Need,
    move: str,
    *,
    by: int | None,
    helper_id: int | None = None,
    reason: str | None = None,
    words: str | None = None,
) -> bool:
    """Takes a need a step on or back and tells whom it concerns; False if it is elsewhere by now."""
    step = rules.after(need.step, move)
    if step is None:
        return False
    person = persons.get(db, need.person_id)
    has_it = helper_id or need.helper_id
    reminded = person.account_id if person and step == rules.DONE else has_it if step in rules.WITH_ONE else None
    clock = _clock(db, deployment, need.kind, step, reminded)
    if not needs.move(db, need, move, clock, by=by, helper_id=helper_id, reason=reason, words=words):
        return False
    withdraw(db, "need", need.id, move)
    moved = needs.get(db, need.id) or need
    if person is not None:
        _tell(db, deployment, person, before=need, now=moved, move=move, by=by)
    return True


def _clock(db: Db, deployment: Deployment, kind: str, step: str, reader: int | None) -> Clock:
    days, free = rules.days_for(deployment.tables.need_clocks, kind, step), deployment.free_days
    soon = (rules.soon_at(db.now, days, free), reader) if reader else None
    return Clock(rules.due_at(db.now, days, free), soon)


def _tell(
    db: Db, deployment: Deployment, person: Person, *, before: Need, now: Need, move: str, by: int | None
) -> None:
    helper_id = now.helper_id or before.helper_id
    helper = accounts.get(db, helper_id)
    if move == "offer" and helper is not None:
        tell_helper(db, deployment, now, helper, "offered")
    elif move in ("accept", "take") and helper is not None:
        _tell_person(db, deployment, person, now, "accepted", helper)
    elif move == "finish":
        ask_person(db, deployment, person, now, helper)
    elif move == "recall" and helper is not None and helper.id != by:
        tell_helper(db, deployment, now, helper, "recalled")
    if move in BACK:
        tell_office(db, deployment, person, now, move, helper, but=by)


def tell_helper(db: Db, deployment: Deployment, need: Need, helper: Account, what: str) -> bool:
    """Tells whoever has a need what has become of it; whose it is stands behind the button.

    What is late of several is one message.
    """

    def telling(wording: Wording) -> Outgoing:
        text = wording.text(f"notice.need.helper.{what}", need=kind_named(wording, need), day=_day(db, wording, need))
        return Outgoing(text, (_button(wording, "helping", f"do:helping_one:{need.id}"),))

    if what == "late" and mornings.joins(db, helper, telling(Wording.to(deployment.texts, helper))):
        return True
    return notices.tell(db, deployment, helper.id, "need_offered", telling, subject_id=need.id)


def _tell_person(db: Db, deployment: Deployment, person: Person, need: Need, what: str, helper: Account | None) -> bool:
    def telling(wording: Wording) -> Outgoing:
        who = with_office(db, wording, helper) if helper else wording.text("person.some_officer")
        text = wording.text(
            f"notice.need.person.{what}", Who=capital(who), need=kind_named(wording, need), day=_day(db, wording, need)
        )
        return Outgoing(text, _answers(wording, need) if what == "done" else (_own_button(wording, need),))

    if person.account_id is None or person.status != "managed" or not record.has_chat(db, person):
        return False
    return notices.tell(db, deployment, person.account_id, "need_news", telling, subject_id=need.id)


def ask_person(db: Db, deployment: Deployment, person: Person, need: Need, helper: Account | None) -> None:
    """Asks whether the help has arrived; of whom no chat reaches, the officers are asked to ask."""
    if not _tell_person(db, deployment, person, need, "done", helper):
        tell_office(db, deployment, person, need, "ask", helper)


def tell_office(
    db: Db,
    deployment: Deployment,
    person: Person,
    need: Need,
    what: str,
    helper: Account | None,
    *,
    but: int | None = None,
) -> None:
    """Tells those on duty that a need is theirs again, or wants a word with the person."""

    def telling(wording: Wording) -> Outgoing:
        text = wording.text(
            f"notice.need.office.{what}",
            need=kind_named(wording, need),
            person=wording.called(person),
            Helper=capital(with_office(db, wording, helper)) if helper else wording.text("need.helper.gone"),
        )
        return Outgoing(text, (_button(wording, "one", f"do:need_one:{need.id}"),))

    readers = [officer for officer in accounts.on_call(db, need.unit) if officer.id != but]
    notices.tell_each(db, deployment, readers, "need_back", lambda _: telling, subject_id=need.id)


def over(db: Db, deployment: Deployment, need: Need, outcome: str, by: int | None) -> bool:
    """Ends a need and thanks whoever had it; False if it was over already."""
    if not needs.close(db, need.id, by, outcome):
        return False
    db.audit(need.unit, by, "need.closed", need.person_id, f"{need.kind} {outcome}")
    withdraw(db, "need", need.id, outcome)
    helper = accounts.get(db, need.helper_id) if need.step != rules.RAISED else None
    if helper is not None and helper.id != by:
        tell_helper(db, deployment, need, helper, outcome)
    if not needs.of_person(db, need.person_id):
        withdraw(db, "need", need.person_id, outcome)
        told = {officer.id for officer in accounts.officers_of(db, need.unit, on_duty=False)}
        mark_done(db, deployment, "need", need.person_id, told, key="need")
    return True


def hand_back(db: Db, deployment: Deployment, held: Iterable[Need], by: int | None) -> int:
    """Puts what somebody has who leaves among those of the office, and says how much that was."""
    return sum(go_on(db, deployment, need, "leave", by=by) for need in held)


def kind_named(wording: Wording, need: Need) -> str:
    return wording.text(f"visit_report.needs.{need.kind}").lower()


def _day(db: Db, wording: Wording, need: Need) -> str:
    return wording.day(local_day(need.due_at), db.today) if need.due_at else ""


def _button(wording: Wording, what: str, press: str) -> Button:
    return Button(wording.text(f"need.button.{what}"), press, "command", wording.text(f"need.typed.{what}"))


def _own_button(wording: Wording, need: Need) -> Button:
    return _button(wording, "mine", f"do:need_mine:{need.id}")


def _answers(wording: Wording, need: Need) -> tuple[Button, ...]:
    return tuple(_button(wording, answer, f"do:need_{answer}:{need.id}") for answer in ("got", "partly", "missed"))
