"""An alert in an officer's hand: a look, taking it, giving it back, a false alarm."""

from handlers.alerts import story
from handlers.alerts.open_list import listed
from handlers.alerts.standing import after_taking, list_button, too_late
from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.notify import alert_news, alert_roster
from handlers.people.targets import alert_in
from rules.alerts import OPEN_STATES
from storage import alerts

OFFICER = ("officer",)


def see(scope: Scope, argument: str) -> Reply:
    """Shows what happened. The first to look is noted as the first, however many press at once."""
    alert = alert_in(scope, argument)
    if alert is None:
        return listed(scope, "") if not argument else Said("alerts.no_such", buttons=(list_button(scope),))
    if alerts.see(scope.db, alert.id, scope.account.id):
        alert = alerts.get(scope.db, alert.id) or alert
    scope.audit("alert.looked", alert.person_id, f"alert {alert.id}")
    return Outgoing("\n".join(story.lines_of(scope, alert)), (*story.ways(scope, alert), list_button(scope)))


def take(scope: Scope, argument: str) -> Reply:
    alert = alert_in(scope, argument)
    if alert is None:
        return listed(scope, "") if not argument else Said("alerts.no_such", buttons=(list_button(scope),))
    me = scope.account
    if not alerts.take(scope.db, alert.id, me.id):
        return too_late(scope, alerts.get(scope.db, alert.id) or alert)
    alert_news.tell_others(scope.db, scope.deployment, alert, me, "taken")
    alert_news.tell_raiser(scope.db, scope.deployment, alert, me)
    return Said("alerts.yours", {"number": alert.code, "where": alert_news.where(alert)}, after_taking(scope, alert))


def give_back(scope: Scope, argument: str) -> Reply:
    """Opens the alert again for the others; it climbs as before."""
    alert = alert_in(scope, argument)
    if alert is None:
        return Said("alerts.no_such", buttons=(list_button(scope),))
    climb_at = alert_roster.next_climb(scope.db, scope.deployment, alert.unit, alert.level, alert.step)
    if not alerts.give_back(scope.db, alert.id, scope.account.id, climb_at):
        return too_late(scope, alert)
    alert_news.tell_others(scope.db, scope.deployment, alert, scope.account, "given_back")
    return Said("alerts.given_back", {"number": alert.code}, (list_button(scope),))


def false_alarm(scope: Scope, argument: str) -> Reply:
    """Starts the form that closes an alert as none: «báo nhầm C4», typed; its sentence is asked first."""
    alert = alert_in(scope, argument)
    if alert is None:
        return Said("alerts.no_such", buttons=(list_button(scope),))
    if alert.state not in OPEN_STATES:
        return too_late(scope, alert)
    return Start("alert_false", {"alert": str(alert.id)})


def close(scope: Scope, argument: str) -> Reply:
    """Starts the form that closes an alert: `xong 1042`, typed."""
    alert = alert_in(scope, argument)
    return Start("alert_close", {"alert": str(alert.id)}) if alert else listed(scope, "")


COMMANDS = (
    Command("alert_see", see, may=OFFICER, words=("xem", "/xem", "see", "view"), record="alert"),
    Command("alert_take", take, may=OFFICER, words=("nhan", "/nhan", "take"), record="alert"),
    Command(
        "alert_close",
        close,
        may=OFFICER,
        words=("xong so", "/xong", "dong", "close"),
        takes_argument=True,
        record="alert",
    ),
    Command("alert_give_back", give_back, may=OFFICER, words=("tra lai", "give back"), record="alert"),
    Command("alert_false", false_alarm, may=OFFICER, words=("bao nham", "false alarm"), record="alert"),
    # a button of messages from before a sentence was asked
    Command("alert_false_sure", false_alarm, may=OFFICER),
)
