"""What people type inside forms, and what a service that listens makes of it: one test a case."""

from collections.abc import Iterator

import pytest

from handlers.kit.deployment import Deployment
from storage.opening import open_store
from tests.conftest import StandingClock
from tests.person import WITH_BUTTONS, World
from tests.sown import KEYRING, sow
from tests.talk.player import Case, Play, cases, not_yet
from tests.warm import warmed

CASES = cases()
NOT_YET = not_yet()


@pytest.fixture
def commune(sqlite_url: str, deployment: Deployment, clock: StandingClock) -> Iterator[World]:
    store = warmed(open_store(sqlite_url, KEYRING, clock.now))
    sow(store, deployment.unit)
    yield World(store, deployment, clock, WITH_BUTTONS)
    store.close()


def marked(case: Case) -> object:
    marks = [pytest.mark.xfail(strict=True, reason="stands in not_yet.txt")] if case.id in NOT_YET else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_it_listens(commune: World, case: Case) -> None:
    Play(commune, case).play()


def test_every_case_that_is_left_out_is_one() -> None:
    assert {case.id for case in CASES} >= NOT_YET
