"""Whether presence by chat counts in a commune: only on a written order, whose number is kept."""

from handlers.kit import Answers, Form, Said, Text, YesNo
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from storage import units
from storage.database import Db

SETTING = "roll_call_by_chat"


def order_for_chat(db: Db, unit: str) -> str:
    """Gives the number of the order by which presence in chat counts; empty where there is none."""
    unit_row = units.get(db, unit)
    return str(unit_row.settings.get(SETTING, "")) if unit_row else ""


def is_allowed(answers: Answers) -> bool:
    return bool(answers["allowed"] == "yes")


def set_order(answers: Answers, scope: Scope) -> Said:
    order = answers["order"] if is_allowed(answers) else ""
    units.set_setting(scope.db, scope.unit, SETTING, order)
    scope.audit("roll_call.by_chat", None, "on" if order else "off")
    key = "roll_call_chat.on" if order else "roll_call_chat.off"
    return Said(
        key, {"order": order}, (scope.button("roll_call.list.button", "do:roll_call_list"), scope.menu_button())
    )


def of_other_agency(scope: Scope) -> Said | None:
    """Leaves it to the police, whose order it is."""
    organisation = (
        units.organisation(scope.db, scope.account.organisation_id) if scope.account.organisation_id else None
    )
    if organisation is None or organisation.kind == "police":
        return None
    return Said("roll_call_chat.police_only", buttons=(scope.menu_button(),))


roll_call_chat = Form(
    "roll_call_chat",
    YesNo("allowed"),
    Text("order", when=is_allowed, longest=120),
    submit=set_order,
    may=("officer",),
    ready=of_other_agency,
)


COMMANDS = (
    Command(
        "roll_call_setting",
        begins("roll_call_chat"),
        may=("officer",),
        words=("/diemdanhquatin", "diem danh qua tin nhan", "roll call by chat"),
    ),
)
