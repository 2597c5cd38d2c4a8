"""Whoever asks, agrees, declines, withdraws or takes codes in whatever order: nobody gets power by themself."""

import random
import re
from collections import Counter

from sqlalchemy import func, select

from rules.approvals import is_trusted
from storage import accounts, approvals, invites
from tests.person import Talker, World

CODE = re.compile(r"\b[2-9][0-9A-Z]{3}-[0-9A-Z]{4}\b")
# what brings something about is pressed the most
PRESSES = ("agree", "agree", "agree", "code", "code", "decline", "withdraw", "see")
NEW_ROLES = (("guardian", "officer"), ("officer", "admin"), ("officer",))
MOVES = 70


class Office:
    """Two admins, two officers and two guardians, each of whom may press anything about accounts."""

    def __init__(self, world: World, chance: random.Random):
        self.world = world
        self.chance = chance
        self.seen: Counter[str] = Counter()
        self.admins = [world.linked("Đặng Thị Hoa", "officer", "admin"), world.linked("Ngô Văn Bảy", "admin")]
        self.people = [
            *self.admins,
            world.officer("Lê Văn Hùng"),
            world.officer("Phạm Thị Lan"),
            world.guardian("Nguyễn Văn Tư"),
            world.guardian("Nguyễn Thị Sen"),
        ]

    def moves(self) -> None:
        kinds = (self.ask_for_roles, self.ask_for_a_code, self.press_requests, self.press_requests, self.wait)
        self.chance.choices(kinds, (3, 9, 4, 4, 0.3))[0]()

    def ask_for_roles(self) -> None:
        """An admin as a rule; whoever is none tries it, too."""
        who = self.chance.choice([*self.admins, self._anybody()])
        self._presses(who, f"go:account_roles:account={self._anybody().account_id};why=x")
        for role in self.chance.choice(NEW_ROLES):
            self._presses(who, f"account_roles:roles:{role}")
        self._presses(who, "account_roles:roles:!done")
        self._presses(who, "account_roles:*:!send")

    def ask_for_a_code(self) -> None:
        who, whom = self._anybody(), self._anybody().account_id
        role = "officer" if "officer" in self._roles()[whom] else "guardian"
        self._presses(who, f"go:invite:who={role};account={whom}")
        self._presses(who, "invite:*:!send")

    def press_requests(self) -> None:
        """Some of the last three that were asked for, whatever has become of them."""
        with self.world.look() as db:
            newest = db.execute(select(func.coalesce(func.max(approvals.approvals.c.number), 1))).scalar_one()
        for _ in range(4):
            number = max(newest - self.chance.randrange(3), 1)
            what = self.chance.choice(PRESSES)
            who = self._asker(number) if what == "code" else self._anybody()
            self._presses(who, f"do:approval_{what}:{number}")

    def wait(self) -> None:
        self.world.clock.move(days=self.chance.choice((1, 4)))

    def _anybody(self) -> Talker:
        return self.chance.choice(self.people)

    def _asker(self, number: int) -> Talker:
        """Whoever asked, as a rule."""
        with self.world.look() as db:
            approval = approvals.by_number(db, self.world.deployment.unit, number)
        askers = [who for who in self.people if approval and who.account_id == approval.asked_by]
        return self.chance.choice([*askers, *askers, self._anybody()])

    def _presses(self, who: Talker, press: str) -> None:
        """Presses, and looks at what it has brought about."""
        self.world.clock.move(seconds=10)
        before, waiting = self._roles(), self._waiting()
        said = who.presses(press)
        for account_id, roles in self._roles().items():
            if is_trusted(set(roles) - set(before[account_id])):
                self._was_agreed_to(who, before[who.account_id], press, waiting, account_id)
        if code := CODE.search(said):
            self._may_have(who, press, code[0])

    def _was_agreed_to(
        self, who: Talker, roles: tuple[str, ...], press: str, waiting: dict[int, int], account_id: int
    ) -> None:
        """Power comes from the press of a second person only, who is of the office and does not get it."""
        self.seen["power"] += 1
        kind, _, number = press.rpartition(":")
        assert kind == "do:approval_agree"
        assert waiting[int(number)] != who.account_id
        assert account_id != who.account_id
        assert is_trusted(roles)

    def _may_have(self, who: Talker, press: str, code: str) -> None:
        """A code into an account with power goes to whoever asked, once another has agreed."""
        number = press.rpartition(":")[2]
        with self.world.look() as db:
            invite = invites.find(db, code)
            account = accounts.get(db, invite.account_id) if invite else None
            assert account is not None
            if not is_trusted(account.roles):
                return
            assert number.isdecimal()
            approval = approvals.by_number(db, self.world.deployment.unit, int(number))
        self.seen["code"] += 1
        assert approval is not None
        assert (approval.state, approval.asked_by, approval.account_id) == ("used", who.account_id, account.id)
        assert approval.decided_by not in (None, who.account_id)

    def _roles(self) -> dict[int, tuple[str, ...]]:
        with self.world.look() as db:
            return {account.id: account.roles for account in accounts.of_unit(db, self.world.deployment.unit)}

    def _waiting(self) -> dict[int, int]:
        with self.world.look() as db:
            return {one.number: one.asked_by for one in approvals.waiting(db, self.world.deployment.unit)}


def test_nobody_gets_power_alone(world: World) -> None:
    office = Office(world, random.Random(1))
    for _ in range(MOVES):
        office.moves()
    assert office.seen["power"], "nobody was ever given power: this test looks at nothing"
    assert office.seen["code"], "no code was ever made: this test looks at nothing"
