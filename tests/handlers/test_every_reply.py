"""Walks every reply that buttons lead to in the demo commune, by role, language and channel: what is named is there."""

import re
from collections.abc import Iterator

import pytest

from bot.channels.registry import PLATFORMS
from bot.delivery.channel import Capabilities
from bot.delivery.render import fit
from handlers.kit import Button
from handlers.kit.deployment import Deployment
from handlers.understand.fold import bare
from rules import roles
from rules.family import ITEMS
from storage import accounts, chats, persons
from storage.opening import open_store
from tests import sown
from tests.conftest import StandingClock
from tests.handlers.family.relatives import allowed
from tests.person import Heard, Talker, World
from tests.warm import warmed

UNIT = "17791"
MOST_STEPS = 220
# they end the walk: nothing is said afterwards
LAST = ("do:stop", "do:leave")
DEAD_ENDS = ("router.button_unknown", "router.not_for_you", "router.form_is_gone")
CHANNELS = {name: can for platform in PLATFORMS for name, can in platform.capabilities.items() if name != "zbs"}
IDS = re.compile(r"\d{5,}|\d+$")


@pytest.fixture
def town(sqlite_url: str, deployment: Deployment, clock: StandingClock) -> Iterator[World]:
    store = warmed(open_store(sqlite_url, sown.KEYRING, clock.now))
    sown.sow(store, UNIT)
    town = World(store, deployment, clock, Capabilities(text=4096, buttons=90))
    lets_a_relative_help(town)
    town.linked("Lò Thị Pâng", "volunteer", pronoun="co")
    yield town
    store.close()


def lets_a_relative_help(town: World) -> None:
    """The demo commune has nobody of a family in it."""
    with town.look() as db:
        person = next(one for one in persons.of_unit(db, UNIT) if one.account_id)
    allowed(town, town.linked("Trần Thị Lụa", "family", pronoun="chi"), person.id, *ITEMS)


def somebody(town: World, role: str, language: str) -> Talker:
    with town.store.transaction() as db:
        holders = accounts.with_role(db, UNIT, role)
        # nobody is an admin and nothing else
        account = next((one for one in holders if one.roles == (role,)), holders[0])
        accounts.change(db, account.id, language=language)
        chat = chats.add(db, "web", f"walk-{account.id}")
        chats.link(db, chat.id, account.id)
        chats.welcome(db, chat.id)
    return Talker(town, chat.address, account_id=account.id)


def shape(press: str) -> str:
    """A button without the record that it is about."""
    return IDS.sub("…", press)


class Walk:
    """Presses what is on the screen and was not pressed yet, else what was seen earlier, until nothing is left."""

    def __init__(self, talker: Talker):
        self.talker = talker
        self.world = talker.world
        self.pressed: set[str] = set()
        self.left: list[str] = ["do:menu", "do:help", "do:more"]
        self.screens = 0

    def go(self) -> None:
        screen = self._press("do:menu")
        while self.screens < MOST_STEPS and (press := self._next(screen)):
            screen = self._press(press)

    def _next(self, screen: Heard) -> str:
        here = [button.press for button in screen.out.buttons if self._is_new(button.press)]
        self.left += [press for press in here if press.startswith(("do:", "go:"))]
        inside = [press for press in here if not press.startswith(("do:", "go:"))]
        if inside:
            return inside[0]
        self.left = [press for press in dict.fromkeys(self.left) if self._is_new(press)]
        return self.left.pop() if self.left else ""

    def _is_new(self, press: str) -> bool:
        return shape(press) not in self.pressed and not press.startswith(LAST)

    def _press(self, press: str) -> Heard:
        self.pressed.add(shape(press))
        self.screens += 1
        # so that nobody is asked to slow down
        self.world.clock.move(seconds=5)
        self.talker.presses(press, str(self.talker.last.id) if self.talker.heard else "")
        reply = self.talker.reply
        self._checks(press, reply)
        return reply

    def _checks(self, press: str, reply: Heard) -> None:
        texts = self.world.deployment.texts
        gone = [texts.find(language, key)[:25] for language in ("vi", "en") for key in DEAD_ENDS]
        assert not reply.text.startswith(tuple(gone)), f"{press}: {reply.text}"
        for channel, can in CHANNELS.items():
            self._can_be_answered(channel, can, reply)

    def _can_be_answered(self, channel: str, can: Capabilities, reply: Heard) -> None:
        """Every button is there as one, or stands in the text with what is typed for it."""
        shown = fit(reply.out, can)
        if shown.buttons:
            assert [one.label for one in shown.buttons] == [one.label for one in reply.out.buttons], channel
            return
        for number, button in reply.out.numbered():
            assert f"{number}. " in shown.text, f"{channel}: {button.label} under {shown.text}"
        for button in _commands(reply):
            assert button.typed, f"{channel}: nothing is typed for {button.label}"
            assert button.typed in shown.text, f"{channel}: {button.typed} under {shown.text}"


def _commands(reply: Heard) -> list[Button]:
    return [button for button in reply.out.buttons if button.role == "command"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("role", [role.code for role in roles.ROLES if role.menu])
def test_whatever_is_named_is_there(town: World, role: str, language: str) -> None:
    walk = Walk(somebody(town, role, language))
    walk.go()
    assert walk.screens > 20


@pytest.mark.parametrize("role", [role.code for role in roles.ROLES if role.menu])
def test_what_is_typed_for_a_button_leads_where_the_button_does(town: World, role: str) -> None:
    talker = somebody(town, role, "vi")
    talker.says("menu")
    for button in list(talker.reply.out.buttons):
        pressed = talker.presses(button.press)
        for words in filter(None, (button.label, button.typed)):
            talker.presses("do:menu")
            said = talker.says(words)
            assert bare(said.split("\n")[0]) == bare(pressed.split("\n")[0]), f"{words}: {said}"
            town.clock.move(minutes=1)
