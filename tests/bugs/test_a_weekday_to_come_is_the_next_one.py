"""«Thứ 5» at a day that may not be past was last Thursday, and refused: for duties, tasks, goals, letters, moves."""

from datetime import date, timedelta

from handlers.kit import Day
from handlers.matters import REGISTRY

TODAY = date(2026, 11, 30)
DAY = timedelta(days=1)


def test_a_day_that_may_not_be_past_is_read_as_one_to_come() -> None:
    days = [
        (form.id, question)
        for form in REGISTRY.linked.forms.values()
        for question in form.questions
        if isinstance(question, Day)
    ]
    only_to_come = [
        (form, day)
        for form, day in days
        if day.problem(TODAY - DAY, TODAY) is not None and day.problem(TODAY + DAY, TODAY) is None
    ]
    assert len(only_to_come) > 5
    assert [f"{form}.{day.id}" for form, day in only_to_come if day.lean != "future"] == []
