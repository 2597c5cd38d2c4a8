"""Who is asked to take an alert, step by step, and when it goes a step up."""

from datetime import datetime

from handlers.kit.deployment import Deployment
from rules import alerts as rules
from rules import quiet
from rules.deadlines import next_working_morning
from storage import accounts, units
from storage.accounts import Account
from storage.alerts import Alert
from storage.database import Db


def next_climb(db: Db, deployment: Deployment, unit: str, level: str, step: int = 0) -> datetime | None:
    """Says when an alert goes a step up; what is told in the morning has its time from then on."""
    since = next_working_morning(db.now, deployment.free_days) if waits_for_morning(db, deployment, level) else db.now
    return rules.climb_at(level, since, deployment.free_days, step=step, minutes=_minutes(db, unit))


def _minutes(db: Db, unit: str) -> dict[str, int]:
    """Gives how long an alert of each level may wait, where the commune has set it."""
    commune = units.get(db, unit)
    return dict(commune.settings.get("climb_minutes", {})) if commune else {}


def waits_for_morning(db: Db, deployment: Deployment, level: str) -> bool:
    """Says whether an alert of this level is told in the morning only, and wakes nobody at night."""
    return level == "normal" and quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet) > db.now


def asked_at(db: Db, alert: Alert, step: int) -> list[Account]:
    """Lists who is asked at a step: those on duty, then all officers of the commune, then those in charge too."""
    roster = accounts.officers_of(db, alert.unit)
    if step == 0 and roster:
        return _without_raiser(roster, alert.raised_by)
    asked = accounts.officers_of(db, alert.unit, on_duty=False)
    if rules.STEPS[step] == "admin":
        asked_already = {officer.id for officer in asked}
        asked += [officer for officer in _in_charge(db, alert.unit) if officer.id not in asked_already]
    return _without_raiser(asked, alert.raised_by)


def _without_raiser(asked: list[Account], raised_by: int | None) -> list[Account]:
    """Leaves out whoever raised it, unless there is nobody else."""
    return [officer for officer in asked if officer.id != raised_by] or asked


def _in_charge(db: Db, unit: str) -> list[Account]:
    commune = units.get(db, unit)
    above = accounts.with_role(db, commune.parent, "admin") if commune and commune.parent else []
    return [*accounts.with_role(db, unit, "admin"), *above]


def why_asked(db: Db, alert: Alert, officer: Account) -> str:
    """Says why an officer is told of an alert: `roster`, for they are on duty, or `everybody`, for nobody else was."""
    roster = accounts.officers_of(db, alert.unit)
    return "roster" if any(on_duty.id == officer.id for on_duty in roster) else "everybody"


def is_officer_of(reader: Account, unit: str) -> bool:
    return "officer" in reader.roles and reader.unit == unit
