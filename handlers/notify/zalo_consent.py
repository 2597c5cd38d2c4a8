"""The admins hear at once that the Zalo account needs a new consent, and how to give it."""

from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import notices
from storage import zalo_tokens
from storage.database import Db


def tell_if_lost(db: Db, deployment: Deployment, oa_id: str) -> bool:
    """Tells once for each loss, whichever process finds it; False if it is told already."""
    if not zalo_tokens.tell_once(db, oa_id):
        return False
    db.audit(deployment.unit, None, "zalo_oa.consent_lost")

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.zalo_oa.consent_lost"))

    notices.tell_admins(db, deployment, deployment.unit, "zalo_consent", telling)
    return True
