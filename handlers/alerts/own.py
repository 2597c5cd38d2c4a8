"""What came of a person's own cry for help, for «Việc tôi đã nhờ»: who has it, and no word of what it was."""

from handlers.kit.matter import Wish
from handlers.kit.scope import Scope
from handlers.notify import crisis_planning
from rules.alerts import OPEN_STATES
from storage import accounts, alerts, persons
from storage.alerts import Alert


def wishes(scope: Scope) -> list[Wish]:
    """Lists the crises of whoever writes that nobody has ended yet."""
    person = persons.by_account(scope.db, scope.account.id)
    told = alerts.of_person(scope.db, person.id) if person else []
    own = [alert for alert in told if alert.state in OPEN_STATES and alert.raised_by == scope.account.id]
    return [_wish(scope, alert) for alert in own if crisis_planning.is_crisis(alert, person)]


def _wish(scope: Scope, alert: Alert) -> Wish:
    taker = accounts.get(scope.db, alert.taken_by)
    who = scope.wording.called(taker) if taker else scope.text("need.owner.officers")
    stands = scope.text("crisis.wish.taken" if taker else "crisis.wish.open")
    return Wish("crisis", scope.text("crisis.wish.title"), stands, who, then=scope.text("crisis.wish.then"))
