"""On day 1 of a quarter each guardian hears that the reports are drafted, on days 3 and 5 that some are not sent."""

from collections.abc import Sequence

from handlers.kit import Button, Outgoing
from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DailyPlan
from handlers.kit.wording import Wording
from handlers.notify import mornings, notices
from handlers.people import naming
from handlers.reports import quarter as drafting
from rules import quiet
from rules.deadlines import report_window
from rules.local_time import local_day
from rules.quarter import NUDGES, nudges, period_of, quarter_in, to_plan
from storage import accounts, chats, persons, planning, quarter_reports
from storage.accounts import Account
from storage.database import Db
from storage.due import Due, Planned
from storage.persons import Person

KIND = "quarter_report"
MOST_NAMED = 6


def _plan(db: Db, deployment: Deployment, page: planning.Page) -> list[Planned]:
    """Begins the reports of the page's persons, and plans the reminders of whoever looks after them now."""
    quarter = to_plan(db.today)
    if quarter is None:
        return []
    period = period_of(quarter)
    quarter_reports.begin(db, period, quarter.last, page)
    mornings = nudges(quarter, deployment.free_days)
    return [
        Planned(KIND, guardian_id, f"{period}/{number}", morning, unit, guardian_id)
        for guardian_id, unit in quarter_reports.guardians_to_remind(db, period, page)
        for number, morning in mornings.items()
    ]


DAILY = DailyPlan("quarter_reports", planning.persons_page, _plan)


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells each guardian once of all reports that are not sent, in as many statements as for one."""
    readers = accounts.several(db, {row.subject_id for row in due_rows})
    reachable = chats.reaching(db, readers)
    waiting = quarter_reports.to_send(db, readers)
    people = persons.several(db, {report.person_id for reports in waiting.values() for report in reports})
    for row in _latest(due_rows, batch):
        reader = readers.get(row.subject_id)
        own = [
            people[report.person_id]
            for report in waiting.get(row.subject_id, ())
            if row.period.startswith(report.quarter)
        ]
        if reader is None or reader.status != "active" or not own:
            batch.drop([row], "no longer so")
        elif _is_over(db, deployment, row):
            batch.drop([row], "too late")
        else:
            _tell(db, deployment, row, reader, reachable.get(reader.id), own, batch)


def _latest(due_rows: Sequence[Due], batch: Batch) -> list[Due]:
    """Gives the last reminder of each guardian; those that a service at a standstill has missed are one."""
    latest: dict[int, Due] = {}
    for row in sorted(due_rows, key=lambda row: row.period):
        if row.subject_id in latest:
            batch.drop([latest[row.subject_id]], "overtaken")
        latest[row.subject_id] = row
    return list(latest.values())


def _is_over(db: Db, deployment: Deployment, row: Due) -> bool:
    """Says whether the time to hand in ends before this could be read; the officers hear of it then."""
    quarter = quarter_in(row.period.partition("/")[0])
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    return quarter is None or local_day(leaves) > report_window(quarter)[1]


def _tell(
    db: Db, deployment: Deployment, row: Due, reader: Account, chat: chats.Chat | None, own: list[Person], batch: Batch
) -> None:
    if chat is None:
        with batch.attempt([row]):
            notices.without_chats(db, deployment, [reader], KIND)
        return
    with batch.attempt([row], writes=False):
        wording = Wording.to(deployment.texts, reader)
        out = notices.covered(reminder(wording, row.period, own), wording, reader.roles)
        if not mornings.joins(db, reader, out):
            notices.put(db, deployment, chat, out, KIND)


def reminder(wording: Wording, period: str, own: list[Person]) -> Outgoing:
    """Words the reminder: «Báo cáo quý IV của anh Nam, chị Lan đã soạn sẵn …»."""
    quarter_words, _, number = period.partition("/")
    quarter = quarter_in(quarter_words)
    names = naming.in_short(wording, own)
    named = ", ".join(names[person.id] for person in own[:MOST_NAMED])
    more = len(own) - MOST_NAMED
    people = wording.text("notice.quarter_report.more", people=named, count=more) if more > 0 else named
    stage = {1: "first", len(NUDGES): "last"}.get(int(number), "again")
    named_quarter = drafting.named(wording.text, quarter) if quarter else ""
    text = wording.text(f"notice.quarter_report.{stage}", people=people, quarter=named_quarter)
    look = Button(
        wording.text("notice.quarter_report.look"), "do:quarter", "command", wording.text("quarter_report.typed")
    )
    return Outgoing(text, (look,))
