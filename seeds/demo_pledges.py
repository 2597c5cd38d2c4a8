"""What partners of the demo commune have pledged: which help, for how many, until when."""

from rules.local_time import DAY
from storage import pledges, units
from storage.database import Db

# partner → kind of help, for how many, days to come
PLEDGES = (
    ("May Hồng Lam", "job", 5, 180),
    ("Trung tâm dạy nghề Thanh Chương", "training", 10, 210),
    ("Hội Nông dân xã Kim Bảng", "tools", 3, 60),
)


def pledged(db: Db, unit: str, officer: int) -> None:
    """Notes what organisations have pledged."""
    by_name = {each.name: each.id for each in units.organisations_of(db, unit)}
    for name, kind, count, days in PLEDGES:
        until = db.today + days * DAY
        pledges.add(
            db, unit=unit, organisation_id=by_name[name], kind=kind, count=count, until=until, words=None, by=officer
        )
