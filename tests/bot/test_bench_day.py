"""The bench's hurried day, in one small commune: reports are filed and nobody's dialogue stays open."""

from pathlib import Path

from sqlalchemy import func, select

from bench.day import Day
from storage.conversations import conversations
from storage.visits.tables import visits


def test_guardians_report_and_people_check_in_to_the_end(tmp_path: Path) -> None:
    day = Day(tmp_path, communes=1, people=60)
    reports = sum(writer.press.startswith("go:visit_report") for writer in day.writers())
    day.run()
    with day.store.transaction() as db:
        assert db.execute(select(func.count()).select_from(visits)).scalar_one() == reports > 0
        left_open = select(func.count()).select_from(conversations).where(conversations.c.form.is_not(None))
        assert db.execute(left_open).scalar_one() == 0
    day.store.close()
