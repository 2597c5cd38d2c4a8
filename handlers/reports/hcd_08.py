"""What form HCD-08 says: the report as its guardian sent it, frozen then; nothing is looked up anew."""

from collections.abc import Mapping, Sequence

from handlers.kit.commands import id_in
from handlers.kit.viewer import Viewer
from rules.local_time import local_day
from rules.quarter import ROMAN, quarter_in
from storage import accounts, quarter_reports
from storage.persons import Person

# part of the report → field of the form
FIELDS = {
    "visits": "lan_gap",
    "work": "viec_lam",
    "health": "suc_khoe",
    "needs": "nhu_cau",
    "checkins": "tu_bao",
    "worries": "lo_ngai",
    "remarks": "nhan_xet",
}


def gather(
    viewer: Viewer, person: Person | None, argument: str
) -> Mapping[str, str | Sequence[Mapping[str, str]]] | None:
    """Gathers the report of this id; None if it was never sent, or is about somebody else."""
    report = quarter_reports.get(viewer.db, id_in(argument))
    quarter = quarter_in(report.quarter) if report else None
    if report is None or quarter is None or person is None or report.person_id != person.id or report.sent_at is None:
        return None
    guardian = accounts.get(viewer.db, report.guardian_id)
    wording, content = viewer.wording, report.content
    return {
        "quy": ROMAN[quarter.number - 1],
        "nam": str(quarter.year),
        "tu_ngay": wording.date_on_paper(quarter.first),
        "den_ngay": wording.date_on_paper(quarter.last),
        "nguoi_bao_cao": guardian.name if guardian else "",
        "ngay_gui": wording.date_on_paper(local_day(report.sent_at)),
        **{field: content["words"].get(part, "") for part, field in FIELDS.items()},
        "lan_tham": content["visits"],
    }
