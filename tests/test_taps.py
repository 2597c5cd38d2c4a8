"""What docs/taps.md says the commonest jobs cost is what they cost."""

import re

from tests.taps import FILE, JOBS, page
from tests.taps_of_duties import DAILY

MOST_OF_A_DAY = 3


def test_the_page_counts_what_the_jobs_take() -> None:
    assert FILE.read_text("utf-8") == page(), "run python -m tests.taps"


def test_each_role_has_its_ten_commonest_jobs() -> None:
    assert {role for role, jobs in JOBS.items() if len(jobs) < 10} == set()


def test_the_duties_of_every_day_take_three_taps_at_most() -> None:
    """The test above sees that the page tells the truth."""
    listed = re.findall(r"^\| (.+?) \| (\d+) \|", FILE.read_text("utf-8"), re.MULTILINE)
    taps = {name: int(count) for name, count in listed}
    daily = [name for jobs in DAILY.values() for name, _, _ in jobs]
    assert {name: taps[name] for name in daily if taps[name] > MOST_OF_A_DAY} == {}
    assert (taps["Ask about a job"] <= 4, taps["Post a job"] <= 7) == (True, True)
