"""What is said of a kind of notice: the columns of the table in rules/notices.py."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from rules.local_time import DAY, at, local_day

# what leaves first; alerts and replies leave at any hour
ALERT, REPLY, REMINDER, BROADCAST = range(4)
LANES = ("alert", "reply", "reminder", "broadcast")
LIFE = timedelta(days=3)

# what follows when no chat and no template reaches the reader: the call list, and an alert for whoever is in care;
# the call list alone; or nothing, for an answer out of its time would only confuse
Missed = Literal["call_and_alert", "call", "nothing"]
Reader = Literal["guardian", "officer"]
About = Literal[
    "", "alert", "approval", "broadcast", "person", "account", "chat", "offer", "quarter_report", "loan", "need"
]
WithdrawnBy = Literal[
    "",
    "visit",
    "check_in",
    "alert",
    "offer",
    "need",
    "approval",
    "roll_call",
    "charge_step",
    "goal",
    "quarter_report",
    "loan",
]


@dataclass(frozen=True, slots=True)
class VisitReminder:
    """Falls due `days` after the day of the visit, for the person's guardian or for the officers on duty.

    `without_guardian`: also where nobody has the person in care; the officers on duty hear of it then.
    """

    days: int
    reader: Reader
    without_guardian: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is true of every notice of a kind. `id` is stored, with outbox and due rows and on the call list.

    `life`: from when it may first leave until it makes no sense; None: the rest of the day on which it may leave.
    `of_its_day`: untrue or odd tomorrow, so that trying again gives it no longer life.
    `readers`: roles; nobody else is told. `words`: what the keys of its texts begin with; a locked phone may show them.
    `template`: the code of one in seeds/tables/templates.csv, or else `no_template` says why none.
    `late`: how long after its time a due row may still be done; None: on its own day only.
    `about`: whose id is the `subject_id`. `withdrawn_by`: what makes it needless, whether due or waiting to leave.
    `needs_chat`: told only to whom a chat reaches, not worth a template or a call.
    `outlives_account`: told also to an account that is closed or has moved; nothing else is.
    `visit`: planned from the day of a visit. `alert`: raises an alert with this reason, and is told as that alone.
    """

    id: str
    lane: int = REMINDER
    life: timedelta | None = LIFE
    of_its_day: bool = False
    readers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    template: str = ""
    no_template: str = ""
    late: timedelta | None = None
    about: About = ""
    withdrawn_by: WithdrawnBy = ""
    needs_chat: bool = False
    outlives_account: bool = False
    if_missed: Missed = "call_and_alert"
    visit: VisitReminder | None = None
    alert: str = ""

    @property
    def joins_digest(self) -> bool:
        """Says whether an officer reads it in the morning's digest, when it was told at night."""
        return "officer" in self.readers and self.lane == REMINDER and not self.of_its_day

    def ends_at(self, leaves: datetime) -> datetime:
        """Gives the moment from which it makes no sense any more, if it may first leave at `leaves`."""
        return at(local_day(leaves) + DAY, time.min) if self.life is None else leaves + self.life

    def is_too_late(self, meant_for: datetime, leaves: datetime) -> bool:
        """Says whether a due row is dropped; `leaves`: when it could go out, quiet hours and days off counted."""
        if self.late is None:
            return local_day(leaves) > local_day(meant_for)
        return leaves - meant_for > self.late

    def is_for(self, roles: Collection[str]) -> bool:
        """Says whether somebody with these roles may get it."""
        return any(role in self.readers for role in roles)
