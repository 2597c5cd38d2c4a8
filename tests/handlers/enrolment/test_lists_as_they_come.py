"""Lists as communes have them, each odd in its way: every row is read as a careful officer would."""

import json
from pathlib import Path
from typing import Any

import pytest

from handlers.enrolment.enrol import Enrolment, enrol
from handlers.enrolment.plan import plan_of
from handlers.enrolment.shown import line_json
from handlers.enrolment.writing import write
from handlers.texts import Texts
from storage.database import Db, Store

UNIT = "17791"
FOLDER = Path(__file__).parent / "imports"
LINES = [json.loads(line) for line in (FOLDER / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
FILES = [line for line in LINES if "row" not in line]


def either(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def fits(wanted: Any, shown: Any) -> bool:
    """A year is enough where a day stands."""
    return any(shown == each or (isinstance(shown, int) and str(each)[:4] == str(shown)) for each in either(wanted))


def faults(wanted: dict[str, Any], shown: dict[str, Any] | None) -> list[str]:
    if shown is None:
        return [] if "skipped" in either(wanted["action"]) else ["no such row"]
    found = [] if shown["action"] in either(wanted["action"]) else [f"it is {shown['action']}"]
    for part in ("person", "guardian"):
        for field, value in (wanted.get(part) or {}).items():
            own = (shown[part] or {}).get(field)
            year = isinstance(value, int) and str(own)[:4] == str(value)
            if not (year or fits(value, own)):
                found.append(f"{part}.{field} is {own}")
    if wanted["must_trouble"] is not None and wanted["must_trouble"] != bool(shown["troubles"]):
        found.append(f"troubles are {shown['troubles']}")
    columns = {trouble["column"] for trouble in shown["troubles"]}
    return found + [f"nothing about {each}" for each in wanted.get("columns", ()) if not columns & {*each.split("|")}]


def get_ready(db: Db, head: dict[str, Any]) -> None:
    if head.get("before"):
        enrol(db, Enrolment(UNIT, "Nguyễn Đình Tư", ("guardian",), phone="+84912000001", born=1962))
    for earlier in head.get("after", ()):
        write(db, UNIT, plan_of(db, UNIT, (FOLDER / earlier).read_bytes()), by=None)


@pytest.mark.parametrize("head", FILES, ids=lambda head: head["file"])
def test_each_row_is_read_as_a_careful_officer_would(commune: Store, texts: Texts, head: dict[str, Any]) -> None:
    with commune.transaction() as db:
        get_ready(db, head)
        plan = plan_of(db, UNIT, (FOLDER / head["file"]).read_bytes())
    assert plan.kind == head["list"]
    rows = {line.row: line_json(texts, line, of_persons=plan.kind == "persons") for line in plan.lines}
    for wanted in (line for line in LINES if line["file"] == head["file"] and "row" in line):
        shown = next((rows[row] for row in either(wanted["row"]) if row in rows), None)
        readings = [wanted, *({**wanted, **other} for other in wanted.get("or", ()))]
        problems = [faults(reading, shown) for reading in readings]
        assert not all(problems), f"row {wanted['row']}: {problems[0]} ({wanted.get('why')})"


def test_every_row_that_is_not_taken_says_why_in_a_sentence_without_codes(commune: Store, texts: Texts) -> None:
    for head in FILES:
        with commune.transaction() as db:
            plan = plan_of(db, UNIT, (FOLDER / head["file"]).read_bytes())
        for line in plan.lines:
            shown = line_json(texts, line, of_persons=True)
            assert line.action not in ("ask", "refused") or shown["troubles"]
            for trouble in shown["troubles"]:
                assert trouble["says"].endswith((".", "?"))
                assert "_" not in trouble["says"]
