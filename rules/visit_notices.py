"""Kinds of notice about visits: one row each, read with those of rules/notices.py."""

from datetime import timedelta

from rules.notice_kind import Kind, VisitReminder


def _to_guardian(id: str, visit: VisitReminder, *, late: int = 0) -> Kind:
    """Gives the row of a reminder of a visit that guardians get, of its own day only or up to so many days `late`."""
    return Kind(
        id=id,
        life=None,
        of_its_day=True,
        readers=("guardian", "officer", "admin"),
        words=("notice.visit", "notice.button", "notice.officer."),
        template="reminder",
        late=timedelta(days=late) if late else None,
        about="person",
        withdrawn_by="visit",
        visit=visit,
    )


ROWS = (
    # in the order in which a later one overtakes an earlier one of the same visit; the guardian is nudged after
    # ever longer pauses, for one who reads the same each morning soon reads none of it, and not at all after the last
    _to_guardian("visit_soon", VisitReminder(-2, "guardian"), late=2),
    _to_guardian("visit_today", VisitReminder(0, "guardian", without_guardian=True)),
    _to_guardian("visit_overdue", VisitReminder(2, "guardian"), late=3),
    _to_guardian("visit_waiting", VisitReminder(5, "guardian"), late=5),
    _to_guardian("visit_waiting_longer", VisitReminder(10, "guardian"), late=5),
    _to_guardian("visit_last_nudge", VisitReminder(20, "guardian"), late=10),
    Kind(
        id="visit_overdue_officer",
        late=timedelta(days=14),
        about="person",
        withdrawn_by="visit",
        visit=VisitReminder(5, "officer", without_guardian=True),
        alert="visit_overdue",
    ),
    Kind(
        id="visit_busy",
        readers=("officer", "admin"),
        words=("notice.officer.",),
        template="message",
        late=timedelta(days=3),
        about="person",
        withdrawn_by="visit",
    ),
    Kind(
        id="visits_well",
        life=None,
        of_its_day=True,
        readers=("guardian",),
        words=("notice.visits_well",),
        no_template="says that there is nothing to do",
        needs_chat=True,
    ),
    Kind(
        id="visit_asked",
        readers=("guardian",),
        words=("notice.visit_asked",),
        template="reminder",
        about="person",
        withdrawn_by="visit",
    ),
)
