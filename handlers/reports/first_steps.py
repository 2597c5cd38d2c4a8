"""What forms HCD-05, HCD-06 and HCD-07 say: the first meeting, the guardian proposed, the guardian decided.

What the service does not know (what was promised, why this guardian) is left for the pen.
"""

from handlers.kit import Form
from handlers.kit.viewer import Viewer
from rules.taking_charge import DECIDED, MET, PROPOSED
from storage import accounts, intakes, taking_charge
from storage.persons import Person
from storage.taking_charge import Fact

NOT_TALKED_OF = ("wishes", "agreed")
Facts = dict[str, str]


def of_meeting(intake: Form, viewer: Viewer, person: Person | None, _argument: str) -> Facts | None:
    """Gives what HCD-05, the minutes of the first meeting, says; None before there was one."""
    noted = _noted(viewer, person)
    if person is None or MET.code not in noted:
        return None
    told = intakes.latest(viewer.db, person.id)
    lines = intake.shown_by_question(told.answers, viewer) if told else {}
    talked_of = [f"{line.label}: {line.value}" for question, line in lines.items() if question not in NOT_TALKED_OF]
    officer = accounts.get(viewer.db, noted[MET.code].by)
    return {
        "ngay_gap": _day(viewer, noted, MET.code),
        "can_bo": officer.name if officer else "",
        "noi_dung": "; ".join(talked_of),
        "nguyen_vong": lines["wishes"].value if "wishes" in lines else "",
        "cam_ket": "",
    }


def of_proposal(viewer: Viewer, person: Person | None, _argument: str) -> Facts | None:
    """Gives what HCD-06 says; None before a guardian was proposed."""
    noted = _noted(viewer, person)
    if PROPOSED.code not in noted:
        return None
    return {
        "ngay_gap": _day(viewer, noted, MET.code),
        "nguoi_duoc_de_xuat": _guardian(viewer, noted[PROPOSED.code]),
        "ngay_de_xuat": _day(viewer, noted, PROPOSED.code),
        "nguoi_de_xuat": noted[PROPOSED.code].decided_by,
        "ly_do": "",
    }


def of_decision(viewer: Viewer, person: Person | None, _argument: str) -> Facts | None:
    """Gives what HCD-07 says; None before a guardian was decided."""
    noted = _noted(viewer, person)
    if DECIDED.code not in noted:
        return None
    return {
        "nguoi_duoc_phan_cong": _guardian(viewer, noted[DECIDED.code]),
        "ngay_de_xuat": _day(viewer, noted, PROPOSED.code),
        "ngay_phan_cong": _day(viewer, noted, DECIDED.code),
        "nguoi_quyet_dinh": noted[DECIDED.code].decided_by,
    }


def _noted(viewer: Viewer, person: Person | None) -> dict[str, Fact]:
    return taking_charge.facts_of(viewer.db, person.id) if person else {}


def _day(viewer: Viewer, noted: dict[str, Fact], step: str) -> str:
    return viewer.wording.date_on_paper(noted[step].done_on) if step in noted else ""


def _guardian(viewer: Viewer, fact: Fact) -> str:
    guardian = accounts.get(viewer.db, fact.guardian_id)
    return guardian.name if guardian else ""
