"""Whatever happens in whatever order, an open loan has an owner who sees it and a day on which somebody is reminded."""

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from handlers.accounts import management
from handlers.kit.deployment import Deployment
from handlers.notify import loan_turns
from rules.loan_cases import BY_CODE, may_refuse, may_withdraw
from rules.management import BY_CODE as REASONS
from storage import access_to_loans, accounts, loan_cases, moving, persons, units
from storage.database import Db
from storage.keyring import Keyring
from storage.loan_cases import LoanCase
from storage.opening import open_store
from tests.conftest import StandingClock
from tests.handlers.commune import run_all, waiting
from tests.person import WITH_BUTTONS, World
from tests.talk.test_never_stuck import stores
from tests.warm import warmed

ELSEWHERE = "17792"
TERMS = {"amount": 20_000_000, "months": 4, "every": 2, "rate": None}
WISH = {"purpose": "business", "plan": "nuôi bò", "amount": 50_000_000, "signer": "household"}
AGENCIES = (("officer", "police"), ("officer", "committee"), ("partner", "union"), ("partner", "bank"))


class Lending(RuleBasedStateMachine):
    """One person who borrows, whoever lends, and a neighbouring commune."""

    fresh: staticmethod  # type: ignore[type-arg]
    deployment: Deployment
    keyring: Keyring

    @initialize()
    def begins(self) -> None:
        self.clock = StandingClock()
        self.store = warmed(open_store(type(self).fresh(), type(self).keyring, self.clock.now))
        self.world = World(self.store, type(self).deployment, self.clock, WITH_BUTTONS)
        self.unit = self.world.deployment.unit
        with self.store.transaction() as db:
            units.put(db, code=ELSEWHERE, name="Xuân Lâm", kind="commune")
        self.staff = [self._staff(unit, role, kind) for unit in (self.unit, ELSEWHERE) for role, kind in AGENCIES]
        self.nam = self.world.person_with_phone(came_home_on=date(2026, 1, 10))

    def _staff(self, unit: str, role: str, kind: str) -> int:
        with self.store.transaction() as db:
            place = units.add_organisation(db, unit=unit, kind=kind, name=kind)
            return accounts.add(db, unit=unit, name=f"Lê {kind}", roles=(role,), organisation_id=place)

    def _case(self, db: Db) -> LoanCase | None:
        person = persons.by_account(db, self.nam.account_id)
        return loan_cases.open_of(db, person.id) if person else None

    @rule(shared=st.booleans())
    def wishes(self, shared: bool) -> None:
        with self.store.transaction() as db:
            person = persons.by_account(db, self.nam.account_id)
            if person is None or person.status != "managed" or loan_cases.open_of(db, person.id):
                return
            day = loan_turns.day_of(db, self.world.deployment, "to_list")
            own: dict[str, int] = {"person_id": person.id, "by": self.nam.account_id}
            case = loan_cases.open_case(db, unit=person.unit, wish=WISH, shared=shared, due_on=day, **own)
            loan_turns.plan(db, self.world.deployment, case)

    @rule(answer=st.sampled_from(("forward", "forward", "forward", "mend", "refused", "withdrawn")))
    def is_answered(self, answer: str) -> None:
        with self.store.transaction() as db:
            case = self._case(db)
            if case is None:
                return
            state, more = self._next(case, db)
            if answer == "mend" and may_refuse(case.state):
                state, more = "to_mend", {"back_to": case.state, "reason": "plan"}
            if answer == "refused" and may_refuse(case.state):
                state, more = "refused", {"reason": "plan"}
            if answer == "withdrawn" and may_withdraw(case.state):
                state, more = "withdrawn", {}
            assert loan_turns.step(db, self.world.deployment, case, state, by=None, **more)

    def _next(self, case: LoanCase, db: Db) -> tuple[str, dict[str, object]]:
        if case.state == "repaying":
            return ("repaid" if case.paid + 1 >= len(case.payments) else "repaying"), {"paid": case.paid + 1}
        more: dict[str, object] = {"to_decide": {"terms": TERMS}, "to_pay_out": {"paid_out_on": db.today}}.get(
            case.state, {}
        )  # type: ignore[assignment]
        return BY_CODE[case.state].then or case.back_to or "to_list", more

    @rule(days=st.sampled_from((1, 4, 20, 70)))
    def time_passes(self, days: int) -> None:
        self.clock.move(days=days)
        assert run_all(self.world).failed == 0

    @rule(which=st.integers(0, 7))
    def somebody_leaves(self, which: int) -> None:
        with self.store.transaction() as db:
            active = [one for one in self.staff if (account := accounts.get(db, one)) and account.status == "active"]
            leaving = accounts.get(db, self.staff[which])
            others = [accounts.get(db, one) for one in active if one != self.staff[which]]
            if leaving and any(one and one.unit == leaving.unit and "officer" in one.roles for one in others):
                accounts.set_status(db, leaving.id, "closed", None, "left")

    @rule()
    def takes_back_the_consent(self) -> None:
        self.nam.presses("do:consents:loans=no")

    @rule()
    def moves(self) -> None:
        with self.store.transaction() as db:
            person = persons.by_account(db, self.nam.account_id)
            if person is None or person.status != "managed":
                return
            moving.move_person(db, person, self.unit if person.unit == ELSEWHERE else ELSEWHERE, None)
            moved = persons.get(db, person.id)
            assert moved is not None
            loan_turns.arrives(db, self.world.deployment, moved, None)

    @precondition(lambda self: self.clock.moment.day % 3 == 0)
    @rule()
    def management_ends(self) -> None:
        with self.store.transaction() as db:
            person = persons.by_account(db, self.nam.account_id)
            if person is not None and person.status == "managed":
                by = self.staff[0]
                management.end_management(db, self.world.deployment, person, REASONS["cleared"], by=by, why="")

    @invariant()
    def it_has_an_owner_and_a_day_or_it_has_ended(self) -> None:
        if not hasattr(self, "nam"):
            return
        with self.store.transaction() as db:
            case = self._case(db)
            owners = access_to_loans.owners(db, case)[1] if case else []
        if case is None:
            return
        assert owners, f"nobody has {case.state}"
        assert {owner.unit for owner in owners} == {case.unit}
        with self.store.transaction() as db:
            staff = [owner for owner in owners if owner.id != self.nam.account_id]
            for owner in staff:
                assert case.id in {one.id for one in access_to_loans.waiting_for(db, owner)}
                assert access_to_loans.may_act(db, owner, case)
        assert [row.kind for row in waiting(self.world, case.id)].count("loan_turn") == 1

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()


def test_no_loan_is_ever_without_an_owner_or_an_end(
    migrated_file: Path, deployment: Deployment, keyring: Keyring
) -> None:
    calm = settings(
        max_examples=12,
        stateful_step_count=20,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with stores(migrated_file) as fresh:
        parts = {"fresh": staticmethod(fresh), "deployment": deployment, "keyring": keyring}
        run_machine(type("OneLoan", (Lending,), parts), settings=calm)
