"""An officer hands an alert on to a colleague by name; it stays taken, so that it never stands alone meanwhile."""

from handlers.alerts.standing import list_button, too_late
from handlers.kit import Answers, Choice, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import alert_news, notices
from handlers.people.offices import with_office
from storage import accounts, alerts, chats
from storage.accounts import Account
from storage.alerts import Alert


def own_ones(_answers: Answers, scope: Scope) -> list[Option]:
    wanted = alerts.Wanted(taken_by=scope.account.id)
    mine = alerts.open_after(scope.db, scope.unit, wanted, None, most=90)
    return [Option(str(alert.id), f"{alert.code}{alert_news.where(alert)}") for alert in mine]


def colleagues(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the other officers of the commune whom a message reaches, those on duty first."""
    officers = {officer.id: officer for officer in accounts.officers_of(scope.db, scope.unit)}
    officers |= {officer.id: officer for officer in accounts.officers_of(scope.db, scope.unit, on_duty=False)}
    reached = chats.reaching(scope.db, officers)
    others = [officer for officer in officers.values() if officer.id != scope.account.id and officer.id in reached]
    return [Option(str(officer.id), with_office(scope.db, scope.wording, officer)) for officer in others]


def none_in_hand(scope: Scope) -> Said | None:
    if not own_ones({}, scope):
        return Said("alert_hand_on.none", buttons=(list_button(scope),))
    return None if colleagues({}, scope) else Said("alert_hand_on.nobody", buttons=(list_button(scope),))


def hand_on(answers: Answers, scope: Scope) -> Said:
    """Hands it on; the colleague hears of it with the buttons, the others who has it now."""
    alert, to = alerts.get(scope.db, id_in(answers["alert"])), accounts.get(scope.db, id_in(answers["to"]))
    if alert is None:
        raise Problem("no_longer_there", question="alert")
    if to is None or not any(option.value == answers["to"] for option in colleagues(answers, scope)):
        raise Problem("no_longer_there", question="to")
    if not alerts.hand_on(scope.db, alert.id, by=scope.account.id, to=to.id):
        return too_late(scope, alert)
    _tell_colleague(scope, alert, to)
    alert_news.tell_others(scope.db, scope.deployment, alert, to, "taken", but=scope.account.id)
    who = with_office(scope.db, scope.wording, to)
    return Said("alert_hand_on.done", {"number": alert.code, "who": who}, (list_button(scope), scope.menu_button()))


def _tell_colleague(scope: Scope, alert: Alert, to: Account) -> None:
    by = scope.account

    def told(wording: Wording) -> Outgoing:
        fields = {"Who": capital(with_office(scope.db, wording, by)), "number": alert.code}
        text = wording.text("notice.alert.handed_on", where=alert_news.where(alert), **fields)
        return Outgoing(text, alert_news.buttons(wording, alert)[:1])

    notices.tell(scope.db, scope.deployment, to.id, "alert_news", told, subject_id=alert.id)


alert_hand_on = Form(
    "alert_hand_on",
    Choice("alert", own_ones),
    Choice("to", colleagues),
    submit=hand_on,
    may=("officer",),
    review=False,
    ready=none_in_hand,
)
