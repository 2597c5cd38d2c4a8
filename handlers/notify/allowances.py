"""The admins hear, once a month and step, that a channel's allowance is nearly or wholly used."""

from dataclasses import dataclass

from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.allowances import step_of
from storage import usage
from storage.database import Db


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a channel may do, and what it has done: messages in this month, people who write to it. 0: no limit."""

    channel: str
    per_month: int
    people: int
    sent: int = 0
    met: int = 0

    @property
    def spent(self) -> bool:
        return 0 < self.per_month <= self.sent

    @property
    def full(self) -> bool:
        return 0 < self.people <= self.met


def read(db: Db, channel: str, per_month: int, people: int) -> Allowance:
    return Allowance(channel, per_month, people, usage.sent_this_month(db, channel), usage.people(db, channel))


def watch(db: Db, deployment: Deployment, channel: str, per_month: int, people: int) -> Allowance:
    """Reads how things stand, and tells the admins of a step, once a month, whichever process sees it first."""
    now = read(db, channel, per_month, people)
    usage.note_people(db, channel, now.met)
    for what, used, most in ((usage.SENT, now.sent, per_month), (usage.PEOPLE, now.met, people)):
        step = step_of(used, most)
        if step and usage.tell_once(db, channel, what, step):
            _tell_admins(db, deployment, channel, f"notice.allowance.{what}", used, most)
    return now


def _tell_admins(db: Db, deployment: Deployment, channel: str, key: str, used: int, most: int) -> None:
    db.audit(deployment.unit, None, "allowance.told", None, f"{channel} {used}/{most}")

    def telling(wording: Wording) -> Outgoing:
        name = wording.text(f"channel.{channel}")
        return Outgoing(wording.text(key, channel=name, used=used, most=most))

    notices.tell_admins(db, deployment, deployment.unit, "allowance", telling)
