"""Every role × every status × every action over real turns: whoever is out learns nothing, and writes nothing."""

import shutil
from collections.abc import Iterator

import pytest
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

from handlers.accounts.closing import LastAdmin
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.notify import alerts as telling
from rules.accounts import STATUSES
from rules.notices import outliving
from storage import access, accounts, alerts, assignments, conversations, drafts, due, outbox, persons
from storage.alerts import Wanted
from storage.keyring import Keyring
from storage.opening import open_store
from tests.conftest import StandingClock
from tests.handlers.accounts.ending import closes, opens
from tests.handlers.two_communes import Scene, build
from tests.person import WITH_BUTTONS, Talker, World
from tests.warm import warmed

PEOPLE = ("guardian", "officer", "partner", "person", "admin")
# all tables are compared for one message in so many
SOMETIMES = 12
TYPED = ("menu", "/tham", "/danhsach", "tìm anh Sửu", "C1", "nhận C1", "1", "GAP CAN BO", "RIENG TU", "/start", "alo")
OUT = tuple(status for status in STATUSES if status != "active")


@pytest.fixture(scope="module", params=OUT)
def scene(
    request: pytest.FixtureRequest,
    migrated_file: object,
    tmp_path_factory: pytest.TempPathFactory,
    keyring: Keyring,
    deployment: Deployment,
) -> Iterator[Scene]:
    """Everybody of a commune is out, and has been told so once."""
    file = tmp_path_factory.mktemp("out") / "donghanh.db"
    shutil.copyfile(str(migrated_file), file)
    store = warmed(open_store(f"sqlite:///{file}", keyring, StandingClock().now))
    scene = build(World(store, deployment, StandingClock(), WITH_BUTTONS))
    for who in PEOPLE:
        talker = scene.people[who]
        if who == "admin":
            with store.transaction() as db:
                accounts.set_status(db, talker.account_id, request.param, by=None)
        else:
            closes(scene.world, talker, status=request.param)
        talker.says("alo")
    yield scene
    store.close()


@pytest.mark.parametrize("who", PEOPLE)
def test_no_button_no_form_and_no_word_is_answered(scene: Scene, who: str) -> None:
    things = [f":{thing}" for thing in list(scene.things)[:6]]
    presses = [f"do:{name}{things[len(name) % len(things)]}" for name in REGISTRY.commands]
    tried = [{"kind": "press", "press": press} for press in [*presses, *(f"go:{name}" for name in REGISTRY.forms)]]
    tried += [{"kind": "text", "text": words} for words in TYPED]
    for number, message in enumerate(tried):
        seen = scene.hears(who, message, watch=number % SOMETIMES == 0)
        assert (seen.reply, seen.told, seen.wrote, seen.form) == (None, [], set(), None), message


@pytest.mark.parametrize("who", PEOPLE)
def test_an_open_form_of_before_is_not_gone_on_with(scene: Scene, who: str) -> None:
    for form in REGISTRY.forms.values():
        seen = scene.hears(who, {"kind": "text", "text": "có"}, form=form.id, watch=False)
        assert (seen.reply, seen.told) == (None, []), form.id


class Coming(RuleBasedStateMachine):
    """A commune in which accounts are closed, opened and given other roles while people write."""

    world: World
    count = 0

    @initialize()
    def people_come(self) -> None:
        Coming.count += 1
        n = Coming.count
        self.secret = f"Kín{n}"
        self.steady = self.world.officer(f"Lê Văn Vững {n}")
        cast = {
            "officer": self.world.officer(f"Hồ Văn Trực {n}"),
            "guardian": self.world.guardian(f"Bùi Thị Đỡ {n}"),
            "person": self.world.person_with_phone(f"Trần Văn {self.secret}"),
            "partner": self.world.linked(f"Mai Văn Xưởng {n}", "partner"),
            "both": self.world.linked(f"Lý Thị Hai {n}", "guardian", "officer", on_duty=True),
        }
        self.cast: dict[str, Talker] = cast
        self.status = dict.fromkeys(cast, "active")
        self.lines = dict.fromkeys(cast, 0)
        with self.world.store.transaction() as db:
            person = persons.by_account(db, cast["person"].account_id)
            assert person is not None
            self.person_id = person.id
            assignments.assign(db, person.id, cast["guardian"].account_id, by=None)

    @rule(who=st.sampled_from(["officer", "guardian", "person", "partner", "both"]), status=st.sampled_from(STATUSES))
    def changes(self, who: str, status: str) -> None:
        self.world.clock.move(minutes=1)
        talker, before = self.cast[who], self.status[who]
        talker.listen()
        try:
            if status == "active":
                opens(self.world, talker, by=self.steady)
            else:
                closes(self.world, talker, by=self.steady, status=status)  # type: ignore[arg-type]
        except LastAdmin:
            return
        self.status[who] = status
        heard = talker.listen()
        if before == "active" and status != "active":
            assert [message.kind for message in heard] == ["account_closed"]
        if status != before:
            self.lines[who] = 0

    @rule(who=st.sampled_from(["officer", "both"]))
    def takes_an_alert(self, who: str) -> None:
        with self.world.store.transaction() as db:
            person = persons.get(db, self.person_id)
            assert person is not None
            alert = telling.raise_about(db, self.world.deployment, person, "violence")
        self._acts(who, press=f"do:alert_take:{alert.id}")

    @rule(who=st.sampled_from(["guardian", "both"]))
    def is_given_the_person(self, who: str) -> None:
        guardian = self.cast[who].account_id
        if self.status[who] == "active":
            self.steady.answers(self.steady.presses(f"go:assign:person={self.person_id};guardian={guardian}"))

    @rule(
        who=st.sampled_from(["officer", "guardian", "person", "partner", "both"]),
        press=st.sampled_from(
            [f"do:{name}" for name in sorted(REGISTRY.commands) if name not in ("leave", "stop", "device_cut")]
            + [f"go:{name}" for name in sorted(REGISTRY.forms)]
        ),
        about=st.booleans(),
    )
    def presses(self, who: str, press: str, about: bool) -> None:
        self._acts(who, press=f"{press}:{self.person_id}" if about and press.startswith("do:") else press)

    @rule(who=st.sampled_from(["officer", "guardian", "person", "partner", "both"]), words=st.sampled_from(TYPED))
    def types(self, who: str, words: str) -> None:
        self._acts(who, words=words)

    def _acts(self, who: str, press: str = "", words: str = "") -> None:
        talker = self.cast[who]
        said = talker.presses(press) if press else talker.says(words)
        if self.status[who] == "active":
            return
        self.lines[who] += bool(said)
        assert self.lines[who] <= 1, said
        assert self.secret not in said
        assert talker.reply.labels == []

    @precondition(lambda self: hasattr(self, "cast"))
    @invariant()
    def nothing_hangs_on_whoever_is_out(self) -> None:
        with self.world.store.transaction() as db:
            for who, talker in self.cast.items():
                account = accounts.get(db, talker.account_id)
                assert account is not None
                assert account.status == self.status[who]
                if account.status == "active":
                    continue
                assert not access.acts(account)
                assert not account.on_duty
                assert access.visible_persons(db, account, "") == []
                assert assignments.in_care_of(db, account.id) == []
                assert alerts.page_of(db, account.unit, Wanted(taken_by=account.id), most=5) == []
                assert drafts.of_party(db, account.id) == []
                talk = conversations.get(db, account.id)
                assert talk is None or talk.form is None
                still = db.execute(
                    select(due.due.c.kind).where(due.due.c.recipient_id == account.id, due.due.c.state == "waiting")
                )
                assert list(still.scalars()) == []
                waits = outbox.outbox.c.account_id == account.id, outbox.outbox.c.state.in_(("queued", "held"))
                kinds = db.execute(select(outbox.outbox.c.kind).where(*waits)).scalars()
                assert set(kinds) <= set(outliving())


def test_whatever_happens_in_whatever_order_nothing_hangs_on_whoever_is_out(world: World) -> None:
    class Here(Coming):
        pass

    Here.world = world
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
