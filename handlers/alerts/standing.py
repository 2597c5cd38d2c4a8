"""How an alert stands, as an officer reads it, and the answer to whoever comes second: who was quicker, and when."""

from handlers.kit import Button, Said
from handlers.kit.scope import Scope
from handlers.people.offices import with_office
from storage import accounts
from storage.alerts import Alert


def state_of(scope: Scope, alert: Alert) -> str:
    """Says how an alert stands: «chưa ai nhận», «anh Hùng đã nhận lúc 19:42», «đã xong lúc 20:15»."""
    by = {"taken": alert.taken_by, "seen": alert.seen_by}.get(alert.state, alert.closed_by)
    at = {"taken": alert.taken_at, "seen": alert.seen_at}.get(alert.state, alert.closed_at)
    return scope.text(
        f"alert.state.{alert.state}",
        who=scope.once(f"officer {by}", lambda: _named(scope, by)),
        at=scope.moment(at) if at else "",
    )


def _named(scope: Scope, officer_id: int | None) -> str:
    officer = accounts.get(scope.db, officer_id)
    return with_office(scope.db, scope.wording, officer) if officer else ""


def button_of(scope: Scope, alert: Alert, name: str) -> Button:
    press = f"go:alert_{name}:alert={alert.id}" if name in ("close", "hand_on") else f"do:alert_{name}:{alert.id}"
    return scope.button(f"alert.button.{name}", press)


def list_button(scope: Scope) -> Button:
    return scope.button("alert.button.list", "do:alerts")


def after_taking(scope: Scope, alert: Alert) -> tuple[Button, ...]:
    return tuple(button_of(scope, alert, name) for name in ("see", "close", "give_back"))


def too_late(scope: Scope, alert: Alert) -> Said:
    """Says that somebody was quicker: who, and when."""
    if alert.state == "taken" and alert.taken_by == scope.account.id:
        return Said("alerts.yours_already", {"number": alert.code}, after_taking(scope, alert))
    state = {"number": alert.code, "state": state_of(scope, alert)}
    return Said("alerts.too_late", state, (button_of(scope, alert, "see"), list_button(scope)))
