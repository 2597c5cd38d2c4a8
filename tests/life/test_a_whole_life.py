"""A person's whole life in any order: nothing without a way out, nothing half done, nothing for other communes."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    invariant,
    run_state_machine_as_test,
)

from handlers.kit.commands import allowed
from handlers.kit.deployment import Deployment
from rules.alerts import OPEN_STATES
from rules.loan_cases import WITH_MONEY
from storage import due
from storage.database import Db
from storage.keyring import Keyring
from tests.life.care import Care
from tests.life.endings import Endings
from tests.life.lives import SECRET
from tests.life.presence import Presence
from tests.life.stories import STORIES
from tests.life.talk import Talk
from tests.life.ways_out import looked, opened
from tests.life.wishes import Wishes
from tests.person import Talker

# what a former helper hears of a move or an end, by name, at the moment of it
FAREWELL = {"assignment", "reply"}
# these end a chat, or the right to one, and show nobody
ENDS = ("leave", "stop", "device_cut")
# of so many looks one is taken after each deed, for all together take long
SHARES = 24
OF_ONE = ("person_card", "plan", "tasks_of", "threads_of", "charge", "group_facts", "hand_over", "person_visits")


class Life(Care, Presence, Talk, Wishes, Endings):
    """Whatever may happen to somebody between the day they come home and the day they need nobody any more."""

    def holds(self) -> None:
        """Looks at all that always holds, as the machine does after each deed."""
        self.whatever_is_open_has_a_way_out()
        self.nothing_is_open_about_somebody_who_is_nobodys_matter()
        self.what_is_open_is_of_one_commune()
        self.other_communes_see_and_hear_nothing()

    @invariant()
    def whatever_is_open_has_a_way_out(self) -> None:
        for item in opened(self.lives, self.now):
            said = looked(self.lives, item.who, item.press)
            presses = [button.press for button in said.buttons]
            assert any(press.startswith(item.ways) for press in presses), (
                f"{item.what} has no way out for {item.who.name}: {item.press} says {said.text} {presses}"
            )

    @invariant()
    def nothing_is_open_about_somebody_who_is_nobodys_matter(self) -> None:
        now = self.now
        if now.person.status in ("managed", "paused"):
            return
        left = [
            *(one for one in now.absences if one.state in ("asked", "allowed")),
            *now.appointments,
            *(one for one in now.tasks if one.done_at is None),
            *(one for one in now.threads if one.waits_for),
            *now.helpers,
            *now.needs,
            *([now.loan] if now.loan and now.loan.state not in WITH_MONEY else []),
            *([now.transfer] if now.transfer else []),
            *([now.guardian_id] if now.guardian_id else []),
        ]
        assert left == []

    @invariant()
    def what_is_open_is_of_one_commune(self) -> None:
        now = self.now
        units = {
            *(one.unit for one in now.absences if one.state in ("asked", "allowed")),
            *(one.unit for one in now.appointments),
            *(one.unit for one in now.tasks if one.done_at is None),
            *(one.unit for one in now.threads if one.waits_for),
            *(one.unit for one in now.helpers),
            *(one.unit for one in now.needs),
            *([now.loan.unit] if now.loan else []),
            *(one.unit for one in now.alerts if one.state in OPEN_STATES),
            *(one.unit for one in self.lives.reads(self._planned)),
        }
        assert units <= {now.person.unit}

    def _planned(self, db: Db) -> list[Any]:
        about = [self.lives.record, *(one.id for one in self.now.absences if one.state in ("asked", "allowed"))]
        about += [one.id for one in self.now.tasks if one.done_at is None]
        rows = db.execute(due.due.select().where(due.due.c.subject_id.in_(about), due.IS_WAITING)).all()
        if not self.now.is_managed:
            assert [row.kind for row in rows if row.subject_id == self.lives.record] == []
        return list(rows)

    @invariant()
    def other_communes_see_and_hear_nothing(self) -> None:
        now = self.now
        for who in ("hung", "lan", "khac", "tu", "sau", "binh"):
            talker = self.lives.people[who]
            is_other = self.lives.unit_of(talker) != now.person.unit
            told = [heard for heard in talker.listen() if heard.kind not in FAREWELL]
            if not is_other:
                continue
            assert [heard.text for heard in told if SECRET in heard.text and now.transfer is None] == []
            if now.transfer and self.lives.unit_of(talker) in (now.transfer.unit, now.transfer.to_unit):
                continue
            self._sees_nothing(talker, "officer" if who in ("hung", "lan", "khac") else "guardian")

    def _sees_nothing(self, talker: Talker, role: str) -> None:
        """Looks at all that the role may begin, a share of it at a time; at everything just after a move."""
        registry = self.deployment.registry
        presses = [f"do:{name}" for name, one in registry.commands.items() if allowed(one.may, (role,))]
        presses += [f"go:{name}" for name, one in registry.forms.items() if allowed(one.may, (role,))]
        presses += [f"do:{name}:{self.lives.record}" for name in OF_ONE]
        presses = [press for press in presses if press.removeprefix("do:") not in ENDS]
        if self.now.person.unit == self.was_of:
            presses = presses[self.deeds % SHARES :: SHARES]
        for press in presses:
            said = looked(self.lives, talker, press)
            shown = " ".join([said.text, *(button.label for button in said.buttons)])
            assert SECRET not in shown, f"{talker.name} sees at {press}: {shown}"


@contextmanager
def stores(migrated_file: Path) -> Iterator[Callable[[], str]]:
    with tempfile.TemporaryDirectory() as folder:
        files = iter(range(10_000))

        def fresh() -> str:
            file = Path(folder) / f"life-{next(files)}.db"
            shutil.copyfile(migrated_file, file)
            return f"sqlite:///{file}"

        yield fresh


@pytest.fixture
def living(migrated_file: Path, deployment: Deployment, keyring: Keyring) -> Iterator[type[Life]]:
    with stores(migrated_file) as fresh:
        yield type("Living", (Life,), {"fresh": staticmethod(fresh), "deployment": deployment, "keyring": keyring})


def test_a_life_in_any_order(living: type[Life]) -> None:
    calm = settings(
        max_examples=8,
        stateful_step_count=40,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(living, settings=calm)


def test_a_life_from_the_first_meeting_to_the_end(living: type[Life]) -> None:
    """Plays every deed at least once, which chance does not."""
    for case_type, story in STORIES.items():
        life = living()
        life.comes_home(case_type=case_type)
        for deed, told in story:
            getattr(life, deed)(**told)
            life.holds()
        life.teardown()
    deeds = {name for name in dir(Life) if hasattr(getattr(Life, name), "hypothesis_stateful_rule")}
    assert deeds == {deed for story in STORIES.values() for deed, _ in story}
