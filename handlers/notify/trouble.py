"""When something fails on our side: an apology for each outage and person, and a notice to those who can mend it."""

from datetime import timedelta

from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from storage import outbox
from storage.database import Db
from storage.inbox import Party

ONE_OUTAGE = timedelta(hours=1)
# the account's own notice says it, and how to consent again, once for all its channels
TOLD_ELSEWHERE = ("token_lost",)
OUT_OF_MONEY = ("operator_-115", "operator_-137", "operator_-211", "operator_-321")


def apologise(db: Db, deployment: Deployment, party: Party) -> bool:
    """Says that the message is kept; once an hour at most, whatever happens. False if it was said already."""
    if outbox.was_put(db, party.chat.id, "apology", db.now - ONE_OUTAGE):
        return False
    wording = Wording(deployment.texts, party.account.language if party.account else "vi", party.account)
    out = Outgoing(wording.text("router.our_fault"))
    notices.put(db, deployment, party.chat, out, "apology")
    return True


def report_dead(db: Db, deployment: Deployment, party: Party, message_id: int) -> None:
    """Tells the admins which message was set aside, by its number only."""
    unit = party.account.unit if party.account else deployment.unit
    db.audit(unit, None, "inbox.dead", message_id)

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.dead_message", number=message_id))

    notices.tell_admins(db, deployment, unit, "dead_message", telling)


def report_outage(db: Db, deployment: Deployment, channel: str, code: str) -> None:
    """Tells the admins that nothing leaves on a channel; what waits is kept, and alerts take other ways."""
    db.audit(deployment.unit, None, "channel.ails", None, f"{channel} {code}"[:80])
    if code in TOLD_ELSEWHERE:
        return
    key = "notice.template_money" if channel == "zbs" and code in OUT_OF_MONEY else "notice.channel_ails"
    _tell_of_channel(db, deployment, key, channel, code.removeprefix("operator_"))


def report_recovery(db: Db, deployment: Deployment, channel: str) -> None:
    """Tells the admins that a channel sends again."""
    db.audit(deployment.unit, None, "channel.is_well", None, channel)
    _tell_of_channel(db, deployment, "notice.channel_is_well", channel)


def _tell_of_channel(db: Db, deployment: Deployment, key: str, channel: str, code: str = "") -> None:
    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text(key, channel=wording.text(f"channel.{channel}"), code=code))

    notices.tell_admins(db, deployment, deployment.unit, "channel", telling)
