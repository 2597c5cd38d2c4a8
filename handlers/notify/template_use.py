"""What templates cost and how many are left; the admins hear in time of what only they can mend."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.allowances import step_of
from storage import quotas, usage
from storage.database import Db

CHANNEL = "zbs"
DAILY, BOUGHT, PRICE_UID, PRICE_PHONE = "daily", "bought", "price_uid", "price_phone"
STATES = ("ENABLE", "PENDING_REVIEW", "REJECT", "DISABLE")


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """Of this month and today; None for what the platform has not told. `bought`: what the account has in stock."""

    sent: int
    dong: int
    most: int | None
    remaining: int | None
    bought: int | None

    @property
    def used(self) -> int:
        is_told = self.most is not None and self.remaining is not None
        return max((self.most or 0) - (self.remaining or 0), 0) if is_told else 0


def read(db: Db) -> TemplateUse:
    daily, bought = quotas.of(db, CHANNEL, DAILY), quotas.of(db, CHANNEL, BOUGHT)
    return TemplateUse(
        usage.sent_this_month(db, CHANNEL),
        usage.dong_this_month(db, CHANNEL),
        daily.most if daily else None,
        daily.remaining if daily else None,
        bought.remaining if bought else None,
    )


def note_prices(db: Db, uid: int, phone: int) -> None:
    """Keeps what a template costs, by user id and by phone, for the preview of a message to many."""
    quotas.note(db, CHANNEL, PRICE_UID, most=uid)
    quotas.note(db, CHANNEL, PRICE_PHONE, most=phone)


def prices(db: Db) -> tuple[int | None, int | None]:
    by_uid, by_phone = quotas.of(db, CHANNEL, PRICE_UID), quotas.of(db, CHANNEL, PRICE_PHONE)
    return by_uid.most if by_uid else None, by_phone.most if by_phone else None


def watch(db: Db, deployment: Deployment) -> TemplateUse:
    """Reads how things stand, and tells the admins of a step, once a day, whichever process sees it first."""
    now = read(db)
    step = step_of(now.used, now.most or 0)
    if step and quotas.tell_once(db, CHANNEL, DAILY, step):
        fields = {"used": now.used, "most": now.most}
        _tell_admins(db, deployment, "template_quota", "notice.template_quota", fields)
    return now


def tell_limit(db: Db, deployment: Deployment, before: int | None, most: int) -> None:
    """Tells, once, that the platform lets more or fewer leave in a day."""
    noted = quotas.of(db, CHANNEL, DAILY)
    quotas.note(db, CHANNEL, DAILY, most=most)
    if before is not None and before != most and (noted is None or noted.most != most):
        _tell_admins(db, deployment, "template_news", "notice.template_limit", {"before": before, "most": most})


def tell_state(db: Db, deployment: Deployment, registered_as: str, state: str) -> None:
    """Tells that the platform has approved, refused or switched off a template."""
    if state in STATES:
        _tell_admins(
            db, deployment, "template_news", f"notice.template_news.{state.lower()}", {"template": registered_as}
        )


def _tell_admins(db: Db, deployment: Deployment, kind: str, key: str, fields: Mapping[str, object]) -> None:
    db.audit(deployment.unit, None, f"{kind}.told", None, key)

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text(key, **fields))

    notices.tell_admins(db, deployment, deployment.unit, kind, telling)
