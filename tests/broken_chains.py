"""What `python -m bot audit verify` would say of a store."""

from storage.audit_verification import findings
from storage.database import Store


def broken_chains(store: Store) -> list[str]:
    """The kinds of what was found, with their rows; nothing for a record that is whole."""
    return [f"{finding.kind} {finding.first}-{finding.last}" for finding in findings(store)]
