"""What an officer is told on working mornings: what has changed since last time, in one message, or nothing."""

from datetime import datetime, timedelta

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording
from handlers.notify import mornings
from handlers.notify.digest_readers import DIGEST
from handlers.overview.changes import Commune, Tally
from rules import quiet
from rules.deadlines import MORNING, is_first_of_week, is_working_day
from rules.local_time import at
from rules.notices import kind_of
from storage import accounts, due, planning
from storage.accounts import Account
from storage.database import Db
from storage.due import Due, Planned

# a week, less the days by which holidays move its first working day
WEEKLY_AFTER = timedelta(days=6)
MOST_BUTTONS = 2
# what is told → the press that shows it; in the order of what presses most
LEADS = {
    "alerts": "do:alerts",
    "alone": "go:assign",
    "overdue": "do:overdue",
    "messages": "do:waiting_messages",
    "threads": "do:threads",
    "calls": "do:calls",
    "tasks": "do:tasks",
    "newcomers": "do:newcomers",
    "needs": "do:needs",
    "quarter_sent": "do:quarter_reports",
    "quarter_late": "do:quarter_reports",
    "due": "",
    "taken": "",
    "closed": "",
}


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    if not is_working_day(db.today, deployment.free_days):
        return []
    period, moment = db.today.isoformat(), at(db.today, MORNING)
    officers = planning.with_role_without(db, "officer", DIGEST, period, page)
    return [Planned(DIGEST, officer.id, period, moment, officer.unit, officer.id) for officer in officers]


DAILY = DailyPlan("digests", planning.accounts_page, _plan)


def send(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells those for whom something has changed; a row is done if its reader was told, else dropped."""
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    readers = accounts.several(db, {row.subject_id for row in due_rows})
    last_told = due.last_done(db, readers, DIGEST)
    of_the_night = mornings.waiting_for(db, readers)
    communes: dict[str, Commune] = {}
    for row in due_rows:
        reader = readers.get(row.subject_id)
        if reader is None or reader.status != "active" or not kind_of(row.kind).is_for(reader.roles):
            batch.drop([row], "no longer so")
            continue
        if kind_of(row.kind).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
            continue
        if reader.unit not in communes:
            communes[reader.unit] = Commune.read(db, reader.unit, min(last_told.values(), default=db.now))
        since = last_told.get(reader.id)
        weekly = is_first_of_week(db.today, deployment.free_days) and (since is None or db.now - since >= WEEKLY_AFTER)
        wording, notes = Wording.to(deployment.texts, reader), of_the_night.get(reader.id, {})
        out = digest(wording, communes[reader.unit], reader, since, weekly=weekly and not notes)
        out = mornings.joined(wording, out, notes.values())
        if out is None:
            batch.drop([row], "nothing new")
            continue
        with batch.attempt([row]):
            mornings.tell(db, deployment, reader, out, notes)


def digest(
    wording: Wording, commune: Commune, officer: Account, since: datetime | None, *, weekly: bool = False
) -> Outgoing | None:
    """Words what has changed, the most pressing first; `weekly`: what waits all the same, or that all is well.

    None if there is nothing to tell: that somebody is to be visited soon is the guardians' matter.
    """
    tallies = commune.tallies(since, officer.id)
    new = {what: tallies[what] for what in LEADS if tallies[what].new}
    if set(new) - {"due"}:
        return _listed(wording, "head", new)
    if not weekly:
        return None
    waiting = {what: Tally(tallies[what].count, 0) for what in LEADS if tallies[what].count}
    if set(waiting) - {"due"}:
        return _listed(wording, "weekly", waiting)
    return Outgoing(wording.text("notice.officer_digest.well"))


def _listed(wording: Wording, head: str, tallies: dict[str, Tally]) -> Outgoing:
    lines = [wording.text(f"notice.officer_digest.{head}"), *(_line(wording, what, tallies[what]) for what in tallies)]
    buttons = [_button(wording, what) for what in tallies if LEADS[what]]
    return Outgoing("\n".join(lines), tuple(buttons[:MOST_BUTTONS]))


def _line(wording: Wording, what: str, tally: Tally) -> str:
    line = wording.text(f"notice.officer_digest.{what}", count=tally.count)
    if not 0 < tally.new < tally.count:
        return line
    return wording.text("notice.officer_digest.new", line=line, new=tally.new)


def _button(wording: Wording, what: str) -> Button:
    return Button(
        wording.text(f"notice.officer_digest.button.{what}"),
        LEADS[what],
        role="command",
        typed=wording.text(f"notice.officer_digest.typed.{what}"),
    )
