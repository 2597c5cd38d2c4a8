"""Alerts that have come since a page was opened: told on every page of the desk, without a word of whom."""

from dataclasses import dataclass

from handlers.desk.alerts import ALERTS
from handlers.desk.page import Asked, DeskPage
from handlers.desk.seats import Seat
from handlers.desk.showing import Refusal
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from storage import alerts
from storage.columns import EPOCH, MILLISECOND

MOST = 3
# milliseconds since 1970, of a thousand years
LATEST = 2**45


@dataclass(frozen=True, slots=True)
class NewAlerts:
    """`lines`: id and words of those that came and nobody has taken, the latest first; `waiting`: all untaken ones."""

    lines: tuple[tuple[int, str], ...]
    waiting: int


def new_alerts(scope: Scope, seat: Seat, _page: DeskPage, asked: Asked) -> NewAlerts | Refusal:
    """Tells what has come `since` a moment in milliseconds: number, level and place, as a locked phone shows it."""
    if not seat.may_open(ALERTS):
        return Refusal("refused")
    since = EPOCH + min(id_in(asked.get("since", "")), LATEST) * MILLISECOND
    fresh = alerts.nobodys_since(scope.db, scope.unit, since, MOST)
    return NewAlerts(
        tuple((alert.id, _line(scope, alert)) for alert in fresh), alerts.how_many_nobodys(scope.db, scope.unit)
    )


def _line(scope: Scope, alert: alerts.Alert) -> str:
    parts = (alert.code, scope.text(f"alert.level.{alert.level}"), alert.hamlet)
    return scope.text("desk.came", what=" · ".join(part for part in parts if part))
