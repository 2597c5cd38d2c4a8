"""Every table there is: whoever imports this module has them all in `metadata`."""

from storage import (
    account_changes,
    accounts,
    approvals,
    assignments,
    attachments,
    audit,
    chats,
    checkins,
    consents,
    conversations,
    cuts,
    drafts,
    due,
    inbox,
    invites,
    key_holders,
    leases,
    needs,
    newcomers,
    offers,
    persons,
    quotas,
    relays,
    sessions,
    units,
    unsure_choices,
    uploads,
    usage,
    zalo_tokens,
)
from storage.alerts import tables as alert_tables
from storage.broadcasts import tables as broadcast_tables
from storage.database import metadata
from storage.outbox import call_list
from storage.outbox import table as outbox_table
from storage.visits import tables as visit_tables

MODULES = (
    account_changes,
    accounts,
    alert_tables,
    approvals,
    assignments,
    attachments,
    audit,
    broadcast_tables,
    call_list,
    chats,
    checkins,
    consents,
    conversations,
    cuts,
    drafts,
    due,
    inbox,
    invites,
    key_holders,
    leases,
    needs,
    newcomers,
    offers,
    outbox_table,
    persons,
    quotas,
    relays,
    sessions,
    units,
    unsure_choices,
    uploads,
    usage,
    visit_tables,
    zalo_tokens,
)

__all__ = ["MODULES", "metadata"]
