"""Why somebody's record was opened, as the person reads it: the codes of the audit, gathered under few reasons."""

from collections.abc import Mapping

# what is written down with a look (`storage.access`), by what it begins with
REASONS: Mapping[str, tuple[str, ...]] = {
    "visits": ("visit", "overdue", "remind", "checkin", "hand over"),
    "alerts": ("alert", "alarm"),
    "papers": ("papers", "person_page", "hcd", "document", "monthly", "quarter", "letter", "reminder_letter", "report"),
    "presence": ("absence", "appointment", "roll call"),
    "help": ("need", "goal", "plan", "intake", "task", "offer", "loan", "work"),
    "words": ("relay", "thread", "phone", "write for", "attachment", "message"),
    "care": ("assign", "invite", "transfer", "charge", "family", "group", "account", "manage", "end_man", "pause_man"),
    "record": ("card", "find", "record"),
}
OTHER = "other"
OF_ACTIONS: Mapping[str, str] = {"applicant.looked": "help", "relay.read": "words", "data_request.read": "request"}
ACTIONS = ("person.looked", "document.made", "account.looked", *OF_ACTIONS)


def reason_of(action: str, detail: str) -> str:
    """Gives the code of the reason of a look that was written down as this action, with this detail."""
    if action in OF_ACTIONS:
        return OF_ACTIONS[action]
    return next((reason for reason, begun in REASONS.items() if detail.startswith(begun)), OTHER)
