"""Who looks at an alert just now: named to the other officers who have it open, and written nowhere."""

from dataclasses import dataclass

from handlers.desk.page import Asked, DeskPage
from handlers.desk.seats import Seat
from handlers.desk.showing import Refusal
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people.offices import with_office
from storage import access, alerts


@dataclass(frozen=True, slots=True)
class Watcher:
    """An officer who has an alert open. `name` as colleagues read it: «Anh Hùng (Công an xã)»."""

    alert_id: int
    account_id: int
    unit: str
    name: str


def watcher_of(scope: Scope, _seat: Seat, _page: DeskPage, asked: Asked) -> Watcher | Refusal:
    """Says who looks, if they may; the look itself was written down when the page opened."""
    alert = alerts.get(scope.db, id_in(asked.get("alert", "")))
    if alert is None:
        return Refusal("missing")
    if not access.may_see_alert(scope.account, alert):
        return Refusal("refused")
    name = capital(with_office(scope.db, scope.wording, scope.account))
    return Watcher(alert.id, scope.account.id, alert.unit, name)
