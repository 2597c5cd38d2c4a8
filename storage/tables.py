"""Every table there is: whoever imports this module has them all in `metadata`."""

from storage import (
    accounts,
    alert_tables,
    assignments,
    attachments,
    audit,
    broadcasts,
    chats,
    checkins,
    consents,
    conversations,
    due,
    inbox,
    invites,
    leases,
    needs,
    newcomers,
    offers,
    persons,
    quotas,
    relays,
    units,
    usage,
    visit_tables,
    zalo_tokens,
)
from storage.database import metadata
from storage.outbox import call_list
from storage.outbox import table as outbox_table

MODULES = (
    accounts,
    alert_tables,
    assignments,
    attachments,
    audit,
    broadcasts,
    call_list,
    chats,
    checkins,
    consents,
    conversations,
    due,
    inbox,
    invites,
    leases,
    needs,
    newcomers,
    offers,
    outbox_table,
    persons,
    quotas,
    relays,
    units,
    usage,
    visit_tables,
    zalo_tokens,
)

__all__ = ["MODULES", "metadata"]
