"""What partners of the demo commune have pledged, and who asks to help others and waits to be checked."""

from datetime import timedelta

from storage import pledges, units, volunteers
from storage.database import Db

DAY = timedelta(days=1)
# partner → kind of help, for how many, days to come
PLEDGES = (
    ("May Hồng Lam", "job", 5, 180),
    ("Trung tâm dạy nghề Thanh Chương", "training", 10, 210),
    ("Hội Nông dân xã Kim Bảng", "tools", 3, 60),
)
# name, hamlet, kinds of help, in their own words
VOLUNTEERS = (
    ("Phan Thị Xuân", "xóm 4", ("papers", "family"), "Giáo viên về hưu, rảnh buổi chiều."),
    ("Lương Văn Hợi", "bản Khe Bần", ("tools",), "Có máy cưa, máy cắt cho mượn."),
)
CHECKED_WITHIN = 7 * DAY


def pledged(db: Db, unit: str, officer: int) -> None:
    """Notes what organisations have pledged."""
    by_name = {each.name: each.id for each in units.organisations_of(db, unit)}
    for name, kind, count, days in PLEDGES:
        until = db.today + days * DAY
        pledges.add(
            db, unit=unit, organisation_id=by_name[name], kind=kind, count=count, until=until, words=None, by=officer
        )


def offered_to_help(db: Db, unit: str) -> None:
    """Notes who has asked to help, and when those on duty hear of it again."""
    for name, hamlet, kinds, words in VOLUNTEERS:
        volunteers.ask(
            db,
            unit=unit,
            chat_id=None,
            account_id=None,
            name=name,
            phone=None,
            hamlet=hamlet,
            kinds=kinds,
            words=words,
            remind_at=db.now + CHECKED_WITHIN,
        )
