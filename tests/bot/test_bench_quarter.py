"""The bench's first day of a quarter, for one small commune: every report is drafted and sent."""

from pathlib import Path

from bench.quarter import FirstDay


def test_every_guardian_hears_and_every_report_is_sent(tmp_path: Path) -> None:
    day = FirstDay(tmp_path, people=12)
    day.run()
    assert day.sent() == 12
    assert day.told() >= 2
    assert set(day.spent.cpu) == {"begun", "told of", "drafted, and shown to the guardian", "sent to the office"}
    day.store.close()
