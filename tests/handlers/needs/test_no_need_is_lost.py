"""Whatever happens in whatever order: no open need is without owner and clock, and each that is over has an end."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from handlers.accounts.management import end_management
from rules.management import REASONS
from rules.needs import OUTCOMES, STEPS, WITH_ONE
from storage import access, accounts, due, help_offers, moving, needs, persons
from storage.database import Db
from storage.needs import LATE, Need
from tests.conftest import StandingClock
from tests.handlers.accounts.ending import closes, opens
from tests.handlers.commune import run_all
from tests.other_unit import put_into
from tests.person import Talker, World

THERE = "17792"
KINDS = ("papers", "tuition")
ANSWERS = ("got", "partly", "missed")


class Needing(RuleBasedStateMachine):
    """A person, two who help, an officer here and one of another commune, over real turns."""

    world: World
    clock: StandingClock

    @initialize()
    def begins(self) -> None:
        """Begins with something needed: most of what may happen asks for that."""
        self.officer = self.world.officer()
        self.helpers = [self.world.linked(name, "partner") for name in ("Trần Thị Hoa", "Lê Thị Lan")]
        self.person = self.world.person_with_phone()
        self.out: set[int] = set()
        self.is_here = True
        unit = self.world.deployment.unit
        with self.world.store.transaction() as db:
            for helper in self.helpers:
                number = helper.account_id
                help_offers.set_kinds(db, unit=unit, account_id=number, kinds=KINDS, hamlet="xóm 6", by=None)
        self.asks("papers")

    def each(self, db: Db) -> list[Need]:
        person = persons.by_account(db, self.person.account_id)
        assert person is not None
        return needs.of_person(db, person.id, only_open=False)

    def presses(self, talker: Talker, what: str) -> None:
        """Presses a button about every need there ever was, whether or not it is shown."""
        with self.world.look() as db:
            ids = [need.id for need in self.each(db)]
        for need_id in ids[-2:]:
            talker.presses(f"{what}{need_id}")

    @rule(kind=st.sampled_from(KINDS))
    def asks(self, kind: str) -> None:
        with self.world.store.transaction() as db:
            person = persons.by_account(db, self.person.account_id)
            assert person is not None
            if person.status == "managed":
                needs.open_need(db, person.id, kind)

    @rule(which=st.integers(0, 1), is_taken=st.booleans())
    def offers(self, which: int, is_taken: bool) -> None:
        """Asks a helper to take on whatever nobody has; often they do."""
        with self.world.look() as db:
            free = [need.id for need in self.each(db) if need.step == "raised"]
        helper = self.helpers[which]
        for need_id in free:
            self.officer.presses(f"go:need_offer:need={need_id};helper={helper.account_id}")
        if is_taken:
            self.presses(helper, "do:helping_yes:")

    @rule(what=st.sampled_from(("take", "recall", "got", "partly", "missed", "dropped")))
    def decides(self, what: str) -> None:
        self.presses(self.officer, f"do:need_{what}:")

    @rule(which=st.integers(0, 1), what=st.sampled_from(("yes", "done")))
    def helps(self, which: int, what: str) -> None:
        self.presses(self.helpers[which], f"do:helping_{what}:")

    @rule(which=st.integers(0, 1))
    def gives_back(self, which: int) -> None:
        helper = self.helpers[which]
        self.presses(helper, "go:helping_no:need=")
        helper.presses("helping_no:reason:other")
        helper.presses("helping_no:words:!skip")

    @rule(what=st.sampled_from(("got", "partly", "missed", "drop")))
    def answers(self, what: str) -> None:
        self.presses(self.person, f"do:need_{what}:")

    @rule(days=st.integers(1, 20))
    def waits(self, days: int) -> None:
        self.clock.move(days=days)
        run_all(self.world)

    @rule(which=st.integers(0, 1))
    def leaves(self, which: int) -> None:
        if which not in self.out:
            closes(self.world, self.helpers[which])
        else:
            opens(self.world, self.helpers[which])
        self.out ^= {which}

    @precondition(lambda self: self.is_here)
    @rule()
    def moves(self) -> None:
        with self.world.store.transaction() as db:
            person = persons.by_account(db, self.person.account_id)
            assert person is not None
            moving.move_person(db, person, THERE, None)
            put_into(db, self.officer.account_id, THERE)
        self.is_here = False

    @precondition(lambda self: not self.out)
    @rule()
    def ends(self) -> None:
        with self.world.store.transaction() as db:
            person = persons.by_account(db, self.person.account_id)
            if person is not None and person.status == "managed":
                by = self.officer.account_id
                end_management(db, self.world.deployment, person, REASONS[0], by=by, why="Hết thời hạn")

    @precondition(lambda self: hasattr(self, "person"))
    @invariant()
    def every_need_has_an_owner_and_a_clock_or_an_end(self) -> None:
        with self.world.look() as db:
            for need in self.each(db):
                waiting = due.due.c.subject_id == need.id, due.due.c.state == "waiting"
                clocks = set(db.execute(select(due.due.c.kind).where(*waiting)).scalars())
                if need.state != "open":
                    assert need.outcome in OUTCOMES
                    assert (need.due_at, clocks) == (None, set())
                    continue
                assert need.step in STEPS
                assert need.due_at is not None
                assert LATE in clocks, "nobody would ever hear that it is late"
                owner = accounts.get(db, need.helper_id)
                if need.step in WITH_ONE:
                    assert owner is not None
                    assert access.acts(owner), "it is with somebody who has left"
                else:
                    assert need.unit == (self.world.deployment.unit if self.is_here else THERE)
                    assert accounts.on_call(db, need.unit), "there is an officer to have it"
                assert need.due_at > db.now - timedelta(days=40) or need.step != "offered", "nobody answers for ever"


def test_no_need_is_ever_without_owner_or_end(world: World, clock: StandingClock) -> None:
    class Here(Needing):
        pass

    Here.world, Here.clock = world, clock
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
