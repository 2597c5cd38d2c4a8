"""Reports of a quarter (HCD-08): begun for everybody in care, sent by the guardian, returned or accepted by an officer.

What was sent is frozen as text, and each state that it went through is kept.
"""

from storage.quarter_reports.moving import accept, begin, give_back, send
from storage.quarter_reports.records import (
    QuarterReport,
    Step,
    counts,
    get,
    guardians_to_remind,
    in_states,
    of_person,
    sent_at,
    steps,
    to_send,
)

__all__ = [
    "QuarterReport",
    "Step",
    "accept",
    "begin",
    "counts",
    "get",
    "give_back",
    "guardians_to_remind",
    "in_states",
    "of_person",
    "send",
    "sent_at",
    "steps",
    "to_send",
]
