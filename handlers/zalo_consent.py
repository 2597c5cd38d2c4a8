"""The admins hear at once that the Zalo account needs a new consent, and how to give it."""

from handlers import notices
from handlers.book import Book
from handlers.dialogue import Outgoing
from handlers.wording import Wording
from storage import zalo_tokens
from storage.database import Db


def tell_if_lost(db: Db, book: Book, oa_id: str) -> bool:
    """Once for each loss, whichever process finds it."""
    if not zalo_tokens.tell_once(db, oa_id):
        return False
    db.audit(book.unit, None, "zalo_oa.consent_lost")

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.zalo_oa.consent_lost"))

    notices.tell_admins(db, book, book.unit, "zalo_consent", telling)
    return True
