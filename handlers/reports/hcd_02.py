"""What form HCD-02, the information sheet, says: the situation as it was told, open needs, and the goals agreed on."""

from collections.abc import Mapping, Sequence

from handlers.kit import Form
from handlers.kit.viewer import Viewer
from storage import goals, intakes, needs
from storage.goals import Goal
from storage.persons import Person

Facts = dict[str, str | Sequence[Mapping[str, str]]]
# question of the situation's form → field of the template
FIELDS = {
    "lodging": "cho_o",
    "papers": "giay_to",
    "family": "gia_dinh",
    "health": "suc_khoe",
    "skills": "tay_nghe",
    "debts": "no_nan",
    "wishes": "nguyen_vong",
}


def gather(intake: Form, viewer: Viewer, person: Person | None, _argument: str) -> Facts | None:
    """Gives the fields besides those of every form; what was not told is left for the pen."""
    if person is None:
        return None
    told = intakes.latest(viewer.db, person.id)
    lines = intake.shown_by_question(told.answers, viewer) if told else {}
    open_needs = [viewer.text(f"visit_report.needs.{need.kind}") for need in needs.of_person(viewer.db, person.id)]
    return {
        **{field: lines[question].value if question in lines else "" for question, field in FIELDS.items()},
        "nhu_cau": ", ".join(open_needs),
        "muc_tieu": [_goal(viewer, goal) for goal in goals.of_person(viewer.db, person.id) if goal.state == "agreed"],
    }


def _goal(viewer: Viewer, goal: Goal) -> dict[str, str]:
    helper = goal.helper_named or viewer.text(f"goal.helper.{goal.helper}")
    return {"viec": goal.what, "nguoi_giup": helper, "han": viewer.wording.date_on_paper(goal.due_on)}
