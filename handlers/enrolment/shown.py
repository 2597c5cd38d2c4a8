"""Shows a plan: each trouble as a sentence, each row as a line of JSON, each change as old and new."""

from datetime import date
from typing import Any

from handlers.enrolment.facts import Change, Facts, Line, Plan, Trouble
from handlers.texts import Texts
from handlers.understand.phones import spoken
from handlers.understand.tables.cells import Unreadable
from rules.duty import runs

Json = dict[str, Any]


def says(texts: Texts, trouble: Trouble, language: str = "vi") -> str:
    """Gives the sentence of a trouble; it never repeats what stands in the cell."""
    about = trouble.about or texts.find(language, "list.somebody")
    return texts.find(language, f"list.trouble.{trouble.code}").replace("{about}", about)


def why_unreadable(texts: Texts, problem: Unreadable, language: str = "vi") -> str:
    return texts.find(language, f"list.file.{problem.code}")


def change_said(texts: Texts, change: Change, language: str = "vi") -> str:
    """Gives «Xóm, bản: xóm 2 → xóm 3»."""
    fact = texts.find(language, f"list.fact.{change.fact}")
    old, new = (_value(texts, change.fact, value, language) for value in (change.old, change.new))
    sentence = texts.find(language, "list.change")
    return sentence.replace("{fact}", fact).replace("{old}", old).replace("{new}", new)


def _value(texts: Texts, fact: str, value: str, language: str) -> str:
    if not value or (fact == "duty_days" and value.startswith("-")):
        return texts.find(language, "list.nothing_before")
    if fact == "duty_days":
        return ", ".join(_span(first, last) for first, last in runs(map(date.fromisoformat, value[1:].split())))
    if fact == "case_type":
        return texts.find(language, f"case_type.{value}")
    if fact in ("released_on", "ends_on") or (fact == "born" and len(value) > 4):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if fact == "on_duty":
        return "✓" if value == "1" else "–"
    return spoken(value) if fact == "phone" else value


def _span(first: date, last: date) -> str:
    return f"{first:%d/%m}" if first == last else f"{first:%d/%m}–{last:%d/%m}"


def worth_a_look(plan: Plan) -> list[Line]:
    """Lists the rows that somebody should look at: all but what is there already or about nobody."""
    return [line for line in plan.lines if line.action not in ("skipped", "same") or line.troubles or line.changes]


def row_shown(texts: Texts, line: Line, language: str = "vi") -> tuple[str, str, str]:
    """Gives name, columns and sentences of a row."""
    columns = dict.fromkeys(trouble.column or "" for trouble in line.troubles)
    sentences = [says(texts, trouble, language) for trouble in line.troubles]
    sentences += [change_said(texts, change, language) for change in line.changes]
    return line.facts.name or "", "\n".join(columns), "\n".join(sentences)


def line_json(texts: Texts, line: Line, *, of_persons: bool) -> Json:
    """Gives a row as JSON: what is empty is null."""
    facts = line.facts
    skipped = line.action == "skipped"
    if of_persons:
        person = None if skipped else _person(facts)
        guardian: Json | None = {"name": line.guardian_name, "phone": line.guardian_phone}
    else:
        person, guardian = None, {"name": facts.name, "phone": facts.phone, "born": _born(facts)}
    if skipped:
        guardian = None
    shown: Json = {"row": line.row, "sheet": line.sheet, "action": line.action, "person": person, "guardian": guardian}
    if line.changes:
        shown["changes"] = [
            {"fact": change.fact, "old": change.old or None, "new": change.new} for change in line.changes
        ]
    return shown | {"troubles": [_trouble(texts, trouble) for trouble in line.troubles]}


def _trouble(texts: Texts, trouble: Trouble) -> Json:
    return {"column": trouble.column, "code": trouble.code, "says": says(texts, trouble)}


def _person(facts: Facts) -> Json:
    return {
        "name": facts.name,
        "born": _born(facts),
        "phone": facts.phone,
        "hamlet": facts.hamlet,
        "case_type": facts.case_type,
        "released_on": facts.released_on.isoformat() if facts.released_on else None,
        "ends_on": facts.ends_on.isoformat() if facts.ends_on else None,
        "pronoun": facts.pronoun,
        "id_number": facts.id_number,
        "note": facts.note,
    }


def _born(facts: Facts) -> int | str | None:
    return facts.born.isoformat() if isinstance(facts.born, date) else facts.born


def last_json(plan: Plan) -> Json:
    return {"total": plan.total, "unknown_headings": plan.unknown_headings}


def unreadable_json(texts: Texts, problem: Unreadable) -> Json:
    trouble = {"column": None, "code": problem.code, "says": why_unreadable(texts, problem)}
    return {"total": 0, "unknown_headings": [], "troubles": [trouble]}
