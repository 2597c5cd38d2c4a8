"""Who looks at an alert just now: named to the other officers who have it open, and written nowhere."""

from collections.abc import Collection
from dataclasses import dataclass

from handlers.desk.page import Asked, DeskPage
from handlers.desk.seats import Seat
from handlers.desk.showing import Refusal
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people.offices import with_office
from storage import access, accounts, alerts

# «looking:17791:12:34», with the ids of alert and account: between nodes, as signals of storage.signals, stored nowhere
LOOKING = "looking"


@dataclass(frozen=True, slots=True)
class Watching:
    """An officer who has an alert open, and the `others` who do, as colleagues read it: «Anh Hùng (Công an xã)»."""

    alert_id: int
    account_id: int
    unit: str
    others: tuple[str, ...]

    @property
    def signal(self) -> str:
        return f"{LOOKING}:{self.unit}:{self.alert_id}:{self.account_id}"


def looked_at(signal: str) -> tuple[str, int, int] | None:
    """Reads commune, alert and account out of the signal that somebody looks; None of another one."""
    kind, *told = signal.split(":")
    if kind != LOOKING:
        return None
    unit, alert_id, account_id = told
    return unit, int(alert_id), int(account_id)


def look_on(
    scope: Scope, _seat: Seat, _page: DeskPage, asked: Asked, *, looking: Collection[int]
) -> Watching | Refusal:
    """Says who looks, if they may, and names those `looking` too; the look was written down when the page opened."""
    alert = alerts.get(scope.db, id_in(asked.get("alert", "")))
    if alert is None:
        return Refusal("missing")
    if not access.may_see_alert(scope.account, alert):
        return Refusal("refused")
    others = accounts.several(scope.db, set(looking) - {scope.account.id}).values()
    names = [
        capital(with_office(scope.db, scope.wording, each)) for each in others if access.may_see_alert(each, alert)
    ]
    return Watching(alert.id, scope.account.id, alert.unit, tuple(sorted(names)))
