"""Five short questions, asked of the person alone; each can be left out, and nobody is asked twice."""

from handlers.kit import Answers, Button, Choice, Form, Outgoing, Said
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, begins
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people import record
from rules.deadlines import MORNING, reminder_day
from rules.local_time import at
from rules.outcomes import LODGING, MONEY, PEOPLE, STAGES, WELLBEING, WORK, stage_on, window
from rules.roll_call import LIST_ON
from rules.standing import Standing
from storage import outcomes, persons, planning
from storage.database import Db
from storage.due import Due, Planned

ASKED = "outcome"
SELF: tuple[Standing, ...] = ("self",)


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Plans each stage whose day was a week ago or two; none for the days of the roll-call, which is asked for then."""
    day = reminder_day(db.today, deployment.free_days)
    if day.day <= LIST_ON:
        return []
    moment = at(day, MORNING)
    return [
        Planned(ASKED, person.person_id, str(stage), moment, person.unit, person.account_id)
        for stage in STAGES
        for person in planning.came_home_between(db, ASKED, str(stage), *window(stage, db.today), page)
    ]


DAILY = DailyPlan("outcomes", planning.persons_page, _plan)


def ask(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Asks those who are still in care and have not answered this stage."""
    people = persons.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        person = people.get(row.subject_id)
        if person is None or person.status != "managed" or person.account_id is None:
            batch.drop([row], "no longer so")
            continue
        with batch.attempt([row]):
            notices.tell(db, deployment, person.account_id, ASKED, question, subject_id=person.id)


def question(wording: Wording) -> Outgoing:
    """Words the question: that it takes a minute and is as one likes."""
    answer = Button(
        wording.text("notice.outcome.answer"), "go:outcome", "command", wording.text("notice.outcome.typed")
    )
    return Outgoing(wording.text("notice.outcome"), (answer,))


def keep(answers: Answers, scope: Scope) -> Said:
    person = record.person_of(scope)
    assert person is not None
    stage = stage_on(person.came_home_on, scope.today)
    told = {name: answer for name, answer in answers.items() if answer is not None}
    if told:
        outcomes.keep(scope.db, unit=person.unit, person_id=person.id, stage=stage, answers=told, by=scope.account.id)
    mine = scope.button("outcome.button.mine", "do:my_outcomes")
    return Said("outcome.thanks" if told else "outcome.nothing", buttons=(mine, scope.menu_button()))


outcome = Form(
    "outcome",
    Choice("work", WORK, optional=True, seen_by=SELF),
    Choice("lodging", LODGING, optional=True, seen_by=SELF),
    Choice("money", MONEY, optional=True, seen_by=SELF),
    Choice("people", PEOPLE, optional=True, seen_by=SELF),
    Choice("wellbeing", WELLBEING, optional=True, seen_by=SELF),
    submit=keep,
    may=("person",),
    ready=record.missing,
)


COMMANDS = (Command("outcome", begins("outcome"), may=("person",), words=("cuoc song", "/cuocsong", "how i live")),)
