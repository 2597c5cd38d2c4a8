"""Who may read which complaint: the part of `storage.access` about what is written to the unit above."""

from storage import complaints
from storage.access import NotAllowed, acts
from storage.accounts import Account
from storage.complaints import Complaint
from storage.database import Db


def may_deal_with(viewer: Account, complaint: Complaint) -> bool:
    """Tells whether the viewer is an officer of the unit above, and not who has written it."""
    return acts(viewer, "officer", unit=complaint.unit) and viewer.id != complaint.asked_by


def look_at_complaint(db: Db, viewer: Account, complaint: Complaint | None) -> Complaint:
    """Opens a complaint for an officer of the unit above; the look is written down there.

    Raises NotAllowed.
    """
    if complaint is None or not may_deal_with(viewer, complaint):
        raise NotAllowed(f"account {viewer.id}")
    db.audit(complaint.unit, viewer.id, "complaint.looked", complaint.id)
    return complaint


def open_complaints(db: Db, viewer: Account) -> list[Complaint]:
    """Lists what the viewer's unit has to deal with, for its officers; to others nothing."""
    return complaints.open_of(db, viewer.unit) if acts(viewer, "officer") else []


def how_many_wait(db: Db, viewer: Account) -> int:
    """Counts what waits where no officer of the unit reads it, for its admins, who are not to read it."""
    return len(complaints.open_of(db, viewer.unit)) if acts(viewer, "admin") else 0
