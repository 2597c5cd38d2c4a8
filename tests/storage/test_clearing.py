"""What was entered for trying goes, wherever it lies."""

from storage.clearing import PICKED, WHOLE
from storage.tables import metadata

# of the machine, of the commune itself, or the record of who did what
STAYS = {
    *("audit", "audit_heads", "published_keys", "key_holders", "leases", "installation"),
    *("units", "document_templates", "list_headings", "quotas", "usage", "zalo_tokens"),
}


def test_of_every_table_it_is_decided_whether_it_is_cleared() -> None:
    decided = {*WHOLE, *PICKED}
    assert decided | STAYS == set(metadata.tables), "say in storage/clearing.py, or here, what becomes of it"
    assert not decided & STAYS
