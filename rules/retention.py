"""How long things are kept; the shortest time that serves the purpose."""

from collections.abc import Mapping
from datetime import datetime, timedelta

# what → days after it is done with; what is not named here is kept, the audit above all
DAYS: Mapping[str, int] = {
    "inbox": 30,
    "outbox": 30,
    "conversations": 7,
    "attempts": 1,
    "invites": 30,
    "approvals": 30,
    "due": 90,
    "call_list": 180,
    "unsure_choices": 180,
    "guidance_votes": 730,
    "broadcasts": 365,
    "relays": 365,
    "covers": 730,
    "checkins": 730,
    "attachments": 365,
    "unfiled": 30,
    "documents": 1,
    "uploads": 30,
    "unused_templates": 30,
    "visitors": 30,
    "web_sessions": 30,
    "unused_sessions": 1,
    # as long as what was said stays: till then it is told apart whose it was (0061)
    "cuts": 30,
    "link_requests": 30,
    "list_imports": 2,
    "interests": 365,
    "fairs": 365,
    "work_profiles": 365,
    "alerts": 1825,
    "threads": 1825,
    "tips": 90,
    "unclosed_tips": 365,
    "tasks": 1825,
    "duty_days": 730,
    "volunteers": 180,
    "visits": 1825,
    "person_groups": 1825,
    "group_lists": 1825,
    "loan_cases": 1825,
    "roll_calls": 1825,
    "absences": 1825,
    "appointments": 730,
    "complaints": 1825,
    "data_requests": 730,
    "people_views": 730,
    "desk_tickets": 1,
    "passkeys": 365,
    "persons": 1825,
    "account_changes": 1825,
}


# a document that a chat cannot show opens by its link for so long
DOCUMENT_LINK_LIFE = timedelta(minutes=10)


def cutoff(what: str, now: datetime, days: Mapping[str, int] = DAYS) -> datetime | None:
    """Gives the moment before which what is done with goes, by the days of its table; None when it is kept."""
    kept = days.get(what)
    return None if kept is None else now - timedelta(days=kept)
