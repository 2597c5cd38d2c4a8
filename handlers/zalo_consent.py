"""The admins hear at once that the Zalo account needs a new consent or is ill otherwise, and what helps."""

from collections.abc import Sequence
from datetime import timedelta

from handlers import notices
from handlers.book import Book
from handlers.dialogue import Outgoing
from handlers.wording import Wording
from storage import accounts, outbox, zalo_tokens
from storage.database import Db

ONE_ILLNESS = timedelta(hours=6)


def tell_if_lost(db: Db, book: Book, oa_id: str) -> bool:
    """Once for each loss, whichever process finds it."""
    if not zalo_tokens.tell_once(db, oa_id):
        return False
    db.audit(book.unit, None, "zalo_oa.consent_lost")

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.zalo_oa.consent_lost"))

    for admin in accounts.with_role(db, book.unit, "admin"):
        notices.tell(db, book, admin.id, "zalo_consent", telling, lane=notices.ALERT)
    return True


def tell_ill(db: Db, book: Book, codes: Sequence[int]) -> None:
    """What the platform will not do until somebody mends the account; each admin hears of it a few times a day."""

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text("notice.zalo_oa.ill", codes=", ".join(map(str, codes))))

    for admin in accounts.with_role(db, book.unit, "admin"):
        chat = notices.reachable(db, admin.id)
        if chat is None or not outbox.was_put(db, chat.id, "zalo_ill", db.now - ONE_ILLNESS):
            notices.tell(db, book, admin.id, "zalo_ill", telling, lane=notices.ALERT)
