"""Who a form is about, as its fields say it: name, year of birth, hamlet, kind of case, when they came, guardian."""

from handlers.kit.wording import Wording
from storage import accounts, assignments
from storage.database import Db
from storage.persons import Person


def person_facts(db: Db, wording: Wording, person: Person) -> dict[str, str]:
    """Gives the fields that all forms about somebody share."""
    guardian = accounts.get(db, assignments.guardian_of(db, person.id))
    return {
        "ho_ten": person.name,
        "nam_sinh": str(person.born) if person.born else "",
        "thon_xom": person.hamlet,
        "loai_doi_tuong": wording.text(f"case_type.{person.case_type}"),
        "ngay_ve": wording.date_on_paper(person.came_home_on),
        "nguoi_giup_do": guardian.name if guardian else "",
    }
