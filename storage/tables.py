"""Every table there is: whoever imports this module has them all in `metadata`."""

from storage import (
    accounts,
    alert_tables,
    assignments,
    attachments,
    audit,
    call_list,
    chats,
    checkins,
    consents,
    conversations,
    due,
    inbox,
    invites,
    needs,
    newcomers,
    offers,
    outbox,
    persons,
    relays,
    units,
    usage,
    visit_tables,
)
from storage.database import metadata

MODULES = (
    accounts,
    alert_tables,
    assignments,
    attachments,
    audit,
    call_list,
    chats,
    checkins,
    consents,
    conversations,
    due,
    inbox,
    invites,
    needs,
    newcomers,
    offers,
    outbox,
    persons,
    relays,
    units,
    usage,
    visit_tables,
)

__all__ = ["MODULES", "metadata"]
