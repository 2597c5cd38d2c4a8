"""What docs/taps.md says the commonest jobs cost is what they cost."""

from tests.taps import FILE, JOBS, page


def test_the_page_counts_what_the_jobs_take() -> None:
    assert FILE.read_text("utf-8") == page(), "run python -m tests.taps"


def test_each_role_has_its_ten_commonest_jobs() -> None:
    assert {role: len(jobs) for role, jobs in JOBS.items()} == dict.fromkeys(JOBS, 10)
