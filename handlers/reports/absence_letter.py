"""What the letter about an absence says: where, when, why, what was decided and by whom, and the days in all."""

from handlers.kit.commands import id_in
from handlers.kit.viewer import Viewer
from rules.absences import length
from storage import absences, accounts
from storage.persons import Person

DECIDED = ("allowed", "refused", "back")
AWAY = ("allowed", "back")


def gather(viewer: Viewer, person: Person | None, argument: str) -> dict[str, str] | None:
    """Reads the request of this id; None where nobody has decided it, or it is not this person's."""
    asked = absences.get(viewer.db, id_in(argument))
    if asked is None or person is None or asked.person_id != person.id or asked.state not in DECIDED:
        return None
    decided_by = accounts.get(viewer.db, asked.decided_by)
    given = "refused" if asked.state == "refused" else "allowed"
    together = sum(
        length(absence.from_on, absence.until_on)
        for absence in absences.of_person(viewer.db, person.id)
        if absence.state in AWAY
    )
    return {
        "noi_den": asked.told["where"],
        "tu_ngay": viewer.wording.date_on_paper(asked.from_on),
        "den_ngay": viewer.wording.date_on_paper(asked.until_on),
        "so_ngay": str(length(asked.from_on, asked.until_on)),
        "ly_do": asked.told["why"],
        "quyet_dinh": viewer.text(f"absence_decision.decision.{given}"),
        "ly_do_quyet_dinh": asked.why,
        "nguoi_quyet_dinh": decided_by.name if decided_by else "",
        "tong_so_ngay": str(together),
    }
