"""A kind word at a milestone, once, by day; one button ends them and one brings them back."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules import milestones as rules
from rules.consent import VERSION
from rules.deadlines import MORNING, reminder_day
from rules.local_time import DAY, at
from storage import consents, persons, planning
from storage.database import Db
from storage.due import Due, Planned


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Plans a word for whoever has been at home for three, six or twelve months these days.

    It comes the day after, a Sunday or not: on the day itself the month's check-in asks how they are, and one phone
    rings once a day.
    """
    check_in = reminder_day(db.today, deployment.free_days)
    moment = at(check_in + DAY, MORNING)
    return [
        Planned(rules.MILESTONE, home.person_id, rules.home_period(months), moment, home.unit, home.account_id)
        for months in rules.MONTHS_AT_HOME
        for home in planning.came_home_between(
            db, rules.MILESTONE, rules.home_period(months), *rules.home_since(months, db.today), page
        )
    ]


DAILY = DailyPlan("milestones", planning.persons_page, _plan)


def tell(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    people = persons.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        person = people.get(row.subject_id)
        if person is None or person.status != "managed" or person.account_id is None:
            batch.drop([row], "no longer so")
        elif db.now - row.at > rules.LATE:
            batch.drop([row], "too late")
        elif rules.is_off(consents.current(db, person.account_id)):
            batch.drop([row], "not wanted")
        else:
            with batch.attempt([row]):
                telling = _words(rules.words_of(row.period))
                notices.tell(db, deployment, person.account_id, rules.MILESTONE, telling, subject_id=person.id)


def _words(milestone: str) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        typed = wording.text("milestones.typed.off")
        off = Button(wording.text("milestones.button.off"), "do:milestones:off", "command", typed)
        return Outgoing(wording.text(f"notice.milestone.{milestone}"), (off,))

    return telling


def switch(scope: Scope, argument: str) -> Reply:
    """Ends the kind words or brings them back; without an argument the other of the two."""
    was_off = rules.is_off(consents.current(scope.db, scope.account.id))
    is_on = argument == "on" if argument in ("on", "off") else was_off
    if is_on == was_off:
        account_id, chat_id = scope.account.id, scope.chat.id
        consents.record(scope.db, account_id, rules.PURPOSE, is_on, version=VERSION, chat_id=chat_id)
        scope.audit(f"consent.{'given' if is_on else 'withdrawn'}", scope.account.id, rules.PURPOSE)
    now, other = ("on", "off") if is_on else ("off", "on")
    back = scope.button(f"milestones.button.{other}", f"do:milestones:{other}")
    return Said(f"milestones.{now}", buttons=(back, scope.menu_button()))


COMMANDS = (Command("milestones", switch, may=("person",), words=("loi chuc", "/loichuc", "kind words")),)
