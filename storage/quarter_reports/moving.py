"""Begins the reports of a quarter and moves them on: sent, returned, accepted, opened again. Each state is kept."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update

from rules.quarter import OPEN_STATES
from storage.columns import seal, seal_json
from storage.database import Db
from storage.persons import persons
from storage.planning import Page
from storage.quarter_reports.records import QuarterReport, State
from storage.quarter_reports.tables import quarter_report_steps, quarter_reports
from storage.upsert import insert

TO_BEGIN = select(persons.c.id).where(
    persons.c.id.between(bindparam("start"), bindparam("end")),
    persons.c.status == "managed",
    persons.c.came_home_on <= bindparam("last"),
    ~select(quarter_reports.c.id)
    .where(quarter_reports.c.person_id == persons.c.id, quarter_reports.c.quarter == bindparam("quarter"))
    .exists(),
)
BEGIN = insert(quarter_reports).on_conflict_do_nothing(index_elements=["person_id", "quarter"])


def begin(db: Db, quarter: str, last: date, page: Page) -> int:
    """Begins the quarter's report for everybody of the page who is managed and came home till its last day."""
    keys = {"start": page.start, "end": page.end, "last": last, "quarter": quarter}
    rows = [
        {"id": db.new_id(), "person_id": person_id, "quarter": quarter, "state": "waiting", "version": 0}
        for person_id in db.execute(TO_BEGIN, keys).scalars()
    ]
    if rows:
        db.execute(BEGIN, rows)
    return len(rows)


def send(db: Db, report: QuarterReport, content: Mapping[str, Any], *, by: int, unit: str) -> bool:
    """Freezes what the guardian sends; False if it is not with a guardian any more."""
    values = {
        "state": "sent",
        "version": report.version + 1,
        "guardian_id": by,
        "sent_at": db.now,
        "content": seal_json(report.id, dict(content)),
        "question": None,
    }
    if not _move(db, report, OPEN_STATES, values):
        return False
    _note(db, report, report.version + 1, "sent", by, json.dumps(content, ensure_ascii=False))
    db.audit(unit, by, "quarter_report.sent", report.person_id, f"report {report.id}")
    return True


def give_back(db: Db, report: QuarterReport, question: str, *, by: int, unit: str) -> bool:
    """Returns a report, be it accepted, to the guardian with a question; False if somebody else was faster."""
    values = {
        "state": "returned",
        "decided_at": db.now,
        "decided_by": by,
        "question": seal(report.id, question),
    }
    if not _move(db, report, (report.state,), values):
        return False
    _note(db, report, report.version, "returned", by, question)
    action = "quarter_report.reopened" if report.state == "accepted" else "quarter_report.returned"
    db.audit(unit, by, action, report.person_id, f"report {report.id}")
    return True


def accept(db: Db, report: QuarterReport, *, by: int, unit: str) -> bool:
    """Accepts a report that was sent; False if somebody else was faster, or it was sent anew meanwhile."""
    if not _move(db, report, ("sent",), {"state": "accepted", "decided_at": db.now, "decided_by": by}):
        return False
    _note(db, report, report.version, "accepted", by, "")
    db.audit(unit, by, "quarter_report.accepted", report.person_id, f"report {report.id}")
    return True


def _move(db: Db, report: QuarterReport, states: Collection[str], values: Mapping[str, Any]) -> bool:
    """Moves a report from one of these states on, as long as it is the version that was read."""
    is_as_read = (
        quarter_reports.c.id == report.id,
        quarter_reports.c.state.in_(states),
        quarter_reports.c.version == report.version,
    )
    return db.execute(update(quarter_reports).where(*is_as_read).values(**values)).rowcount == 1


def _note(db: Db, report: QuarterReport, version: int, state: State, by: int, words: str) -> None:
    step_id = db.new_id()
    row = {"id": step_id, "report_id": report.id, "version": version, "state": state, "at": db.now, "by": by}
    db.execute(quarter_report_steps.insert(), {**row, "words": seal(step_id, words)})
