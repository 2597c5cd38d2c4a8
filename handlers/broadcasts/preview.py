"""The dry run of a message to many: how many, by which ways, at what cost, how long it takes and when it leaves."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handlers.broadcasts.routing import CALL, CHANNELS, REFUSED, ways
from handlers.kit.deployment import Deployment
from rules import broadcasts as rules
from rules import quiet
from storage import usage
from storage.accounts import Account
from storage.broadcasts import audiences
from storage.broadcasts.audiences import Audience
from storage.database import Db

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Preview:
    """What sending would do.

    `by_way` counts the codes of `ways`; `not_linked` have no account; `left`: what a channel's month allows.

    `sample` is one of those who will read it; `takes`: how long sending will take; `planned_for`: when the officer
    wants it to leave.
    """

    by_way: Counter[str]
    not_linked: int
    leaves: datetime
    left: dict[str, int] = field(default_factory=dict)
    sample: Account | None = None
    takes: timedelta = timedelta()
    planned_for: datetime | None = None

    @property
    def readers(self) -> int:
        """Counts those for whom a message is put on its way."""
        return sum(count for code, count in self.by_way.items() if code not in (CALL, REFUSED))

    @property
    def everybody(self) -> int:
        return self.by_way.total() + self.not_linked


def preview(
    db: Db, deployment: Deployment, audience: Audience, *, but: int, planned_for: datetime | None = None
) -> Preview:
    """Works out what sending would do; `but` is the officer who writes: nobody sends a message to themself."""
    counts: Counter[str] = Counter()
    after, sample = 0, None
    while True:
        page = audiences.page(db, audience, after, PAGE)
        others = [reader for reader in page if reader.id != but]
        by_way = ways(db, deployment, others)
        counts.update(way.code for way in by_way.values())
        sample = sample or next((reader for reader in others if by_way[reader.id].chat is not None), None)
        if len(page) < PAGE:
            break
        after = page[-1].id
    left = {
        channel: max(limits.per_month - usage.sent_this_month(db, channel), 0)
        for channel, limits in deployment.limits.items()
        if limits.per_month and counts[channel]
    }
    wanted = max(planned_for, db.now) if planned_for else db.now
    leaves = quiet.earliest_send(wanted, False, deployment.free_days, deployment.quiet)
    not_linked, takes = audiences.not_linked(db, audience), _takes(deployment, counts)
    return Preview(counts, not_linked, leaves, left, sample, takes, planned_for)


def _takes(deployment: Deployment, by_way: Counter[str]) -> timedelta:
    by_channel: Counter[str] = Counter()
    for code, count in by_way.items():
        if code not in (CALL, REFUSED):
            by_channel[CHANNELS.get(code, code)] += count
    return rules.duration(by_channel, deployment.limits)
