"""The day's own plan: what the matters plan for each account or person, a page at a time; and what calls it off."""

from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from rules.notice_kind import WithdrawnBy
from rules.notices import withdrawn_by
from storage import due
from storage.database import Db
from storage.outbox import holds


def plan_daily(db: Db, deployment: Deployment, size: int = 2000) -> bool:
    """Plans the day's next page of each kind, of at most so many accounts or persons; true when the day is through."""
    ends = [_turn_page(db, deployment, plan, size) for plan in deployment.registry.daily_plans]
    return all(ends)


def _turn_page(db: Db, deployment: Deployment, plan: DailyPlan, size: int) -> bool:
    """Goes on where this day's planning stopped: no page reads again what earlier ones have planned."""
    what, period = f"planning_{plan.what}", db.today.isoformat()
    after = due.planned_up_to(db, what, period)
    if after == due.ALL:
        return True
    page = plan.page(db, after, size)
    due.plan_many(db, plan.plan(db, deployment, page))
    due.note_planned(db, what, period, due.ALL if page.last else page.end, unit=deployment.unit)
    return page.last


def withdraw(db: Db, event: WithdrawnBy, subject_id: int, by: str) -> None:
    """Calls off what is planned of the subject, or waits to leave, and need not be said now; `by` says what did it."""
    kinds = withdrawn_by(event)
    due.clear(db, subject_id, kinds, by)
    holds.withdraw(db, subject_id, kinds)
