"""Somebody's life as a machine plays it: who is there, and what is on record and in the audit after each deed."""

from collections.abc import Callable
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
)
from sqlalchemy import func, select

from handlers.kit.deployment import Deployment
from storage import audit
from storage.database import Db
from storage.keyring import Keyring
from storage.opening import open_store
from tests.conftest import StandingClock
from tests.life.lives import Lives, Now
from tests.person import WITH_BUTTONS, Talker, World
from tests.warm import warmed

Deed = TypeVar("Deed", bound=Callable[..., None])


def when(condition: Callable[[Now], object]) -> Callable[[Deed], Deed]:
    """Lets a deed happen only as the record stands."""
    return precondition(lambda self: bool(condition(self.now)))


class Living(RuleBasedStateMachine):
    """Whatever may happen to somebody between the day they come home and the day they need nobody any more."""

    fresh: Callable[[], str]
    deployment: Deployment
    keyring: Keyring

    def __init__(self) -> None:
        super().__init__()
        self.clock = StandingClock()
        self.store = warmed(open_store(type(self).fresh(), type(self).keyring, self.clock.now))
        self.merged = False

    @initialize(case_type=st.sampled_from(("finished", "suspended")))
    def comes_home(self, case_type: str) -> None:
        world = World(self.store, type(self).deployment, self.clock, WITH_BUTTONS)
        self.lives = Lives(world, self.clock, case_type)
        self.now = self.lives.now()
        self.rows = self.deeds = 0
        self.office.fills("assign", person=self.lives.record, guardian=self.lives.people["tu"].account_id)
        self._done()

    def teardown(self) -> None:
        self.store.close()

    # who does it

    @property
    def office(self) -> Talker:
        return self.lives.officer_in(self.now.person.unit)

    @property
    def own(self) -> Talker:
        return self.lives.people["own"]

    @property
    def acting(self) -> Talker:
        return self.lives.talker(self.now.acting_id)

    def _done(self, audited: bool = False) -> None:
        """Ends a deed: what is on record now, and that it was written down."""
        self.clock.move(minutes=2)
        rows = self.lives.reads(self._audit_rows)
        assert not audited or rows > self.rows, "nothing is in the audit of it"
        self.rows = rows
        self.was_of = self.now.person.unit
        self.deeds += 1
        self.now = self.lives.now()

    def _audit_rows(self, db: Db) -> int:
        return int(db.execute(select(func.count()).select_from(audit.audit)).scalar_one())
