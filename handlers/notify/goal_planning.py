"""The reminders of a person's plan, planned whenever one of its goals is agreed on, changed or ended."""

from handlers.kit.deployment import Deployment
from handlers.notify.withdrawal import withdraw
from rules import goals as rules
from rules.deadlines import MORNING, reminder_day
from rules.local_time import at
from storage import due, goals
from storage.database import Db
from storage.due import Planned
from storage.persons import Person

GOAL_DUE = "goal_due"


def plan_goals(db: Db, deployment: Deployment, person: Person) -> None:
    """Plans the reminders of the plan as it now stands; earlier ones go, and while the management rests, all."""
    withdraw(db, "goal", person.id, "planned anew")
    if person.status != "managed":
        return
    days = {
        day
        for goal in goals.of_person(db, person.id)
        if goal.state == "agreed"
        for day in rules.reminders(goal.due_on, db.today)
    }
    rows = [
        Planned(GOAL_DUE, person.id, day.isoformat(), at(reminder_day(day, deployment.free_days), MORNING), person.unit)
        for day in sorted(days)
    ]
    due.plan_many(db, rows, again=True)
