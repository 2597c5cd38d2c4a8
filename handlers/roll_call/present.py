"""A person says where they are, where the police have ordered that it counts; else they hear the way to the office."""

from handlers.kit import Answers, Form, Place, Said
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from handlers.people import record
from handlers.roll_call import counting, setting
from rules.standing import Standing

OFFICE_AND_SELF: tuple[Standing, ...] = ("officer", "self")


def not_by_chat(scope: Scope) -> Said | None:
    """Says why it cannot be done here: not owed, done already, or to be done at the office."""
    if reason := counting.not_wanted(scope):
        return reason
    if setting.order_for_chat(scope.db, scope.unit):
        return None
    return Said("roll_call.at_office", buttons=(scope.menu_button(),))


def be_present(answers: Answers, scope: Scope) -> Said:
    person = record.person_of(scope)
    assert person is not None
    place = answers["place"]
    where = place if isinstance(place, str) else f"{place[0]}, {place[1]}"
    counting.count(scope, person, "chat", place=where)
    return counting.thanks(scope)


roll_call = Form(
    "roll_call",
    Place("place", seen_by=OFFICE_AND_SELF),
    submit=be_present,
    may=("person",),
    review=False,
    ready=not_by_chat,
)


COMMANDS = (
    Command(
        "roll_call_now",
        begins("roll_call"),
        may=("person",),
        words=("/diemdanh", "diem danh", "trinh dien", "kiem dien", "roll call"),
    ),
)
