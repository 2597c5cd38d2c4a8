"""What the letter that invites somebody to an appointment says."""

from handlers.kit.commands import id_in
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from rules.local_time import local
from storage import accounts, appointments
from storage.persons import Person


def gather(viewer: Viewer, person: Person | None, argument: str) -> dict[str, str] | None:
    """Reads the appointment of this id; None where it is not this person's. An open time is left for the pen."""
    made = appointments.get(viewer.db, id_in(argument))
    if made is None or person is None or made.person_id != person.id:
        return None
    officer = accounts.get(viewer.db, made.officer_id)
    told = {"dia_diem": made.place, "noi_dung": made.about, "lien_he": officer.name if officer else ""}
    return told | (_when(viewer.wording, made) if made.at else {})


def _when(wording: Wording, made: appointments.Appointment) -> dict[str, str]:
    assert made.at is not None
    there = local(made.at)
    return {"gio": f"{there:%H:%M}", "ngay": wording.date_on_paper(there.date())}
