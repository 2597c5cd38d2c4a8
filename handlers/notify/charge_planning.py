"""What officers are told of the clocks of being taken in charge, planned whenever a step is noted."""

from datetime import date

from handlers.kit.deployment import Deployment
from handlers.notify.withdrawal import withdraw
from rules import taking_charge
from rules.local_time import at
from rules.quiet import BEFORE_DIGEST
from storage import due
from storage import taking_charge as storage
from storage.database import Db
from storage.due import Planned
from storage.persons import Person

CHARGE_DUE = "charge_due"


def plan_clocks(db: Db, deployment: Deployment, person: Person) -> None:
    """Plans what officers are told of the clocks that run now; what was planned before goes."""
    withdraw(db, "charge_step", person.id, "planned anew")
    noted = storage.facts_of(db, person.id)
    days = storage.days_of(noted)
    if not days or taking_charge.DONE in noted:
        return
    left = taking_charge.open_steps(person.case_type, person.came_home_on, days, deployment.free_days)
    told = [
        row for item in left if item.ends_on for row in _around(db, deployment, person, item.step.code, item.ends_on)
    ]
    due.plan_many(db, [row for row in told if row.at > db.now], again=True)


def _around(db: Db, deployment: Deployment, person: Person, step: str, ends_on: date) -> tuple[Planned, Planned]:
    """Makes the rows before and after a clock's last day, which names them: each is told once."""
    before, after = taking_charge.told_on(ends_on, db.today, deployment.free_days)
    return to_tell(person, f"{step}:{ends_on}", before), to_tell(person, f"{step}:late:{ends_on}", after)


def to_tell(person: Person, period: str, day: date) -> Planned:
    """Makes the row by which officers hear, early on a day, of a step that is still to come."""
    return Planned(CHARGE_DUE, person.id, period, at(day, BEFORE_DIGEST), person.unit)
