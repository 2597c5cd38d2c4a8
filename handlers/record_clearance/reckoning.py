"""Works out from when somebody counts as cleared: asks only what the rule needs, says whom to see, keeps nothing."""

from datetime import date
from typing import Unpack

from handlers.kit import Answers, Button, Choice, Day, Form, Incoming, JsonValue, Said, YesNo
from handlers.kit.commands import Command, begins
from handlers.kit.question import Manner
from handlers.kit.scope import Scope
from handlers.people.end_day import EndDay
from handlers.understand.counts import only_number
from handlers.understand.durations import find_duration
from handlers.understand.fold import bare
from rules.record_clearance import (
    AGES,
    CHECKED_ON,
    GRAVITIES,
    PENALTIES,
    TERMS,
    Clearance,
    Judgment,
    Refusals,
    clearance,
    term_of,
)

MAY = ("person", "guardian", "officer")
YES_NO_UNSURE = ("no", "yes", "unsure")
MOST_YEARS = 40
YOUNGEST, OLDEST = 14, 99
LIFE = ("chung than", "tu hinh", "life")


class Term(Choice):
    """How long the prison sentence is by the judgment: of three rows, or a length such as «4 năm 6 tháng»."""

    def __init__(self, id: str, **manner: Unpack[Manner]):
        super().__init__(id, TERMS, labels="record_clearance.term", **manner)

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        said = "" if value else message.text
        if any(word in bare(said) for word in LIFE):
            return term_of(None)
        length = find_duration(said, scope.today)
        if length is not None and length.months:
            return term_of(length.months)
        return super().read(message, value, answers, scope)


class Age(Choice):
    """How old somebody was: of three rows, or the age itself."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        years = None if value else only_number(message.text)
        if years is not None and YOUNGEST <= years <= OLDEST:
            return "adult" if years >= 18 else "from_16" if years >= 16 else "from_14"
        return super().read(message, value, answers, scope)


def day_to_come(day: date, today: date) -> str | None:
    return "too_far" if abs(day.year - today.year) > MOST_YEARS else None


def refused_problem(day: date, today: date) -> str | None:
    return "in_future" if day > today else None


def is_adult(answers: Answers) -> bool:
    return bool(answers["age"] == "adult")


def has_penalty(answers: Answers) -> bool:
    return bool(answers["penalty"] != "exempt" and answers["age"] != "from_14")


def in_prison(answers: Answers) -> bool:
    return has_penalty(answers) and bool(answers["penalty"] == "prison")


def turns_on_gravity(answers: Answers) -> bool:
    return has_penalty(answers) and (not is_adult(answers) or answers["negligent"] != "no")


def may_be_by_court(answers: Answers) -> bool:
    return has_penalty(answers) and is_adult(answers)


def counts(answers: Answers) -> bool:
    """Says whether there can be a record, so that its day is worth asking for."""
    return has_penalty(answers) and _without_a_day(answers).state not in ("no_record", "ask")


def came_later(answers: Answers) -> bool:
    return counts(answers) and bool(answers["later"] == "yes")


def by_court(answers: Answers) -> bool:
    return may_be_by_court(answers) and counts(answers) and bool(answers["by_court"] == "yes")


def judgments_of(answers: Answers) -> tuple[Judgment, ...]:
    """Reads the judgment, and a later one if there is any."""
    first = Judgment(
        answers["penalty"],
        answers.get("term", ""),
        _day(answers, "ended_on"),
        answers["age"],
        _sure(answers.get("gravity")) or "",
        _yes_or_no(answers.get("negligent", "no")),
        _yes_or_no(answers.get("by_court", "no")),
        _day(answers, "additional_until"),
        answers.get("additional") == "unsure"
        or (answers.get("additional") == "yes" and answers.get("additional_until") is None),
        _yes_or_no(answers.get("owes", "no")),
    )
    if answers.get("later") != "yes":
        return (first,)
    later = Judgment(answers["later_penalty"], answers.get("later_term", ""), _day(answers, "later_ended_on"))
    return (first, later)


def _without_a_day(answers: Answers) -> Clearance:
    """Finds what follows from the kind of judgment alone."""
    kinds = ("penalty", "term", "age", "gravity", "negligent", "by_court")
    (judgment,) = judgments_of({kind: answers[kind] for kind in kinds if kind in answers})
    return clearance(judgment, date.max)


def _day(answers: Answers, question: str) -> date | None:
    day = answers.get(question)
    return date.fromisoformat(day) if day else None


def _sure(code: JsonValue) -> str | None:
    return code if isinstance(code, str) and code != "unsure" else None


def _yes_or_no(code: str) -> bool | None:
    return None if code == "unsure" else code == "yes"


def reckon(answers: Answers, scope: Scope) -> Said:
    """Says how it stands today, on what it rests and whom to see; keeps nothing."""
    judgment, *later = judgments_of(answers)
    refused = answers.get("refused")
    last_on = _day(answers, "refused_on")
    refusals = Refusals(1 if refused == "once" else 2, last_on) if last_on else None
    reckoned = clearance(judgment, scope.today, later, refusals)
    asks = reckoned.state == "ask"
    fields = {
        "article": scope.text(f"record_clearance.article.{reckoned.article}"),
        "day": _date(reckoned.due),
        "left": _time_left(reckoned.due, scope) if reckoned.due else "",
        "time_over": _date(reckoned.time_over_on),
        "reasons": "; ".join(scope.text(f"record_clearance.reason.{code}") for code in reckoned.reasons if asks),
        "early": scope.text("record_clearance.early", day=_date(reckoned.early_from)) if reckoned.early_from else "",
        "notes": "".join(scope.text(f"record_clearance.note.{code}") for code in reckoned.notes),
        "standing": scope.text("record_clearance.standing", checked=_date(CHECKED_ON)),
        "legal_aid": _legal_aid(scope),
    }
    return Said(f"record_clearance.{_text_state(reckoned, scope.today)}", fields, _ways_on(reckoned, scope))


def _text_state(reckoned: Clearance, today: date) -> str:
    if reckoned.state == "court" and reckoned.due and reckoned.due > today:
        return "court_later"
    if reckoned.state == "blocked" and reckoned.time_over_on and reckoned.time_over_on < today:
        return "blocked_over"
    return reckoned.state


def _date(day: date | None) -> str:
    """Writes a day with its year, which may be far off; nothing for none."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def _time_left(due: date, scope: Scope) -> str:
    """Says how long it is still: in months from two on, else in days; nothing for what is over."""
    months = (due.year - scope.today.year) * 12 + due.month - scope.today.month - (due.day < scope.today.day)
    if months > 1:
        return scope.text("record_clearance.left.months", count=months)
    return scope.text("record_clearance.left.days", count=max((due - scope.today).days, 0))


def _legal_aid(scope: Scope) -> str:
    """Names the number of free legal aid; nothing where the table has none."""
    numbers = [line.number for line in scope.deployment.hotlines if line.code == "legal_aid"]
    return scope.text("record_clearance.legal_aid", number=numbers[0]) if numbers else ""


def _ways_on(reckoned: Clearance, scope: Scope) -> tuple[Button, ...]:
    remind: tuple[Button, ...] = ()
    if reckoned.due and reckoned.due >= scope.today and "person" in scope.account.roles:
        remind = (scope.button("record_clearance.button.remind", f"do:own_day:{reckoned.due.isoformat()}"),)
    officer = () if "officer" in scope.account.roles else (scope.human_button(),)
    return (*remind, *officer, scope.menu_button())


record_clearance = Form(
    "record_clearance",
    Choice("penalty", PENALTIES),
    Age("age", AGES),
    Term("term", when=in_prison),
    Choice("negligent", YES_NO_UNSURE, when=has_penalty),
    Choice("gravity", (*GRAVITIES, "unsure"), when=turns_on_gravity),
    Choice("by_court", YES_NO_UNSURE, when=may_be_by_court),
    EndDay("ended_on", when=counts, optional=True),
    Choice("additional", YES_NO_UNSURE, when=counts),
    Day(
        "additional_until",
        problem=day_to_come,
        offers=(),
        when=lambda answers: counts(answers) and answers["additional"] == "yes",
        optional=True,
    ),
    Choice("owes", YES_NO_UNSURE, when=counts),
    YesNo("later", when=counts),
    Choice("later_penalty", PENALTIES[:-1], labels="record_clearance.penalty", when=came_later),
    Term(
        "later_term",
        when=lambda answers: came_later(answers) and answers["later_penalty"] == "prison",
    ),
    EndDay("later_ended_on", when=came_later, optional=True),
    Choice("refused", ("no", "once", "again"), when=by_court),
    Day(
        "refused_on",
        problem=refused_problem,
        offers=(),
        when=lambda answers: by_court(answers) and answers["refused"] != "no",
    ),
    submit=reckon,
    may=MAY,
)


COMMANDS = (
    Command(
        "record_clearance",
        begins("record_clearance"),
        may=MAY,
        words=(
            "/xoaantich",
            "/record",
            "xoa an tich",
            "tinh ngay xoa an tich",
            "clear my record",
            "clearing the record",
        ),
    ),
)
