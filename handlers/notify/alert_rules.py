"""The rules by which alerts are raised, as they stand for a unit."""

from typing import Any

from handlers.kit.deployment import Deployment
from rules.alert_rules import AlertRules
from storage import units
from storage.database import Db

SETTING = "alert_rules"


def of_unit(db: Db, deployment: Deployment, unit: str) -> AlertRules:
    """Reads the rules with what the unit has changed."""
    return deployment.tables.read_alert_rules().for_unit(changes_of(db, unit))


def changes_of(db: Db, unit: str) -> dict[str, dict[str, Any]]:
    """Reads what a unit has changed, by the id of the rule."""
    commune = units.get(db, unit)
    return dict(commune.settings.get(SETTING, {})) if commune else {}


def change(db: Db, unit: str, rule: str, own: dict[str, Any] | None) -> None:
    """Keeps what the unit makes of a rule; None: as it is where nobody has changed it."""
    units.set_part(db, unit, SETTING, rule, own)
