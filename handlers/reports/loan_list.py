"""The month's loan list, form 01 of QĐ 22/2023/QĐ-TTg: whoever the police have put on it, and who waits to be."""

from datetime import date

from handlers.kit.viewer import Viewer
from storage import loan_cases, persons
from storage.persons import Person

FORM, LIST = "mau_01", "danh_sach_vay"
# behind the month of a list that is drawn up no more
OUT = "out"
Row = dict[str, str]


def gather(viewer: Viewer, _person: Person | None, argument: str) -> dict[str, str | list[Row]] | None:
    """Reads the list of a month, «2026-12», or «2026-12.out» where its day has come; None for anything else."""
    named, _, out = argument.partition(".")
    month = _month(named)
    if month is None or viewer.reader is None:
        return None
    listed = rows(viewer, named, drafted=out != OUT)
    return {"thang": str(month.month), "nam": str(month.year), "tong_so": str(len(listed)), LIST: listed}


def _month(argument: str) -> date | None:
    try:
        return date.fromisoformat(f"{argument}-01")
    except ValueError:
        return None


def rows(viewer: Viewer, month: str, *, drafted: bool) -> list[Row]:
    """Lists those on the list, and those `drafted` for it, of the reader's commune; who has dropped out is left out."""
    assert viewer.reader is not None
    unit = viewer.reader.unit
    listed = [case for case in loan_cases.on_list(viewer.db, unit, month) if case.state not in ("refused", "withdrawn")]
    cases = [*listed, *(loan_cases.in_states(viewer.db, unit, ("to_list",)) if drafted else [])]
    people = persons.several(viewer.db, {case.person_id for case in cases})
    return [
        {
            "stt": str(place),
            "ho_ten": people[case.person_id].name,
            "nam_sinh": str(people[case.person_id].born or ""),
            "thon_xom": people[case.person_id].hamlet,
            "ngay_ve": viewer.wording.date_on_paper(people[case.person_id].came_home_on),
            "muc_dich": viewer.text(f"loan_call.purpose.{case.wish['purpose']}"),
            "so_tien": viewer.money(case.wish["amount"]),
            "xac_nhan": viewer.text(f"loan.step.{case.state}"),
        }
        for place, case in enumerate(cases, 1)
    ]
