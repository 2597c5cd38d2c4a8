"""The day's own plan: what the matters plan for each account or person, a page at a time."""

from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from storage import due, planning
from storage.database import Db

# the mark of a day that is planned to its end
PLANNED = "planned"


def plan_daily(db: Db, deployment: Deployment, size: int = 2000) -> bool:
    """Plans the day's next page of each kind, of at most so many accounts or persons; true when the day is through."""
    ends = [_turn_page(db, deployment, plan, size) for plan in deployment.registry.daily_plans]
    return all(ends)


def _turn_page(db: Db, deployment: Deployment, plan: DailyPlan, size: int) -> bool:
    """Goes on where this day's planning stopped: no page reads again what earlier ones have planned."""
    what, period = f"planning_{plan.what}", db.today.isoformat()
    after = planning.planned_up_to(db, what, period)
    if after == planning.ALL:
        return True
    page = plan.page(db, after, size)
    due.plan_many(db, plan.plan(db, deployment, page))
    reached = planning.ALL if page.last else page.end
    planning.note_planned(db, what, period, reached, unit=deployment.unit)
    return page.last
