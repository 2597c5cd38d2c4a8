"""Words, presses, edits, photos, numbers and days of silence at every form: one reply each, and always a way on."""

import csv
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bot.channels.telegram import limits as telegram
from bot.channels.web import limits as web
from bot.channels.zalo_bot import limits as zalo_bot
from bot.channels.zalo_oa import limits as zalo_oa
from bot.delivery.channel import Capabilities
from handlers.kit import Choices, parking
from handlers.kit.deployment import Deployment
from handlers.kit.keywords import ButtonPress
from handlers.kit.questions import parts
from handlers.notify import reminders
from storage import accounts, conversations, drafts
from storage.conversations import Conversation
from storage.database import Db
from storage.keyring import Keyring
from storage.opening import open_store
from tests.conftest import StandingClock
from tests.filling import form_of
from tests.handlers.work.offering import offers_a_job, partner_of
from tests.person import Talker, World
from tests.tree import ROOT
from tests.warm import warmed

ROLES = ("guardian", "officer", "person", "partner")
SMALL_WORDS = ("đợi tí", "không biết", "bỏ qua", "quay lại", "sửa câu 2", "xong", "dung", "vâng", "menu", "làm tiếp")
CHANNELS: dict[str, Capabilities] = {
    "telegram": telegram.CAPABILITIES,
    "web": web.CAPABILITIES,
    "zalo_bot": zalo_bot.CAPABILITIES,
    "zalo_oa": zalo_oa.CAPABILITIES,
}
# these end a dialogue, and may
ENDS = ("cancel", "send")


def written() -> list[str]:
    """Draws sentences from what people wrote as answers and as wishes."""
    chance = random.Random(7)
    texts: list[str] = []
    for folder, column in (("answers", "text"), ("phrases", "text")):
        for file in sorted((ROOT / "seeds" / folder).glob("*.tsv"))[:6]:
            with file.open(encoding="utf-8", newline="") as lines:
                rows = [row.get(column) or "" for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
            texts += chance.sample(rows, min(15, len(rows)))
    return [text for text in texts if text.strip()]


WORDS = (*SMALL_WORDS, *written())


class Talk(RuleBasedStateMachine):
    """Somebody of one role, in one language, on a channel with buttons or without."""

    fresh: Callable[[], str]
    deployment: Deployment
    keyring: Keyring

    def __init__(self) -> None:
        super().__init__()
        self.clock = StandingClock()
        self.store = warmed(open_store(type(self).fresh(), type(self).keyring, self.clock.now))
        self.typed: list[str] = []

    @initialize(
        role=st.sampled_from(ROLES),
        language=st.sampled_from(("vi", "en")),
        channel=st.sampled_from(sorted(CHANNELS)),
    )
    def comes(self, role: str, language: str, channel: str) -> None:
        self.world = World(self.store, type(self).deployment, self.clock, CHANNELS[channel])
        self.talker = self._somebody(role, language)
        self.forms = [form.id for form in self.world.deployment.registry.forms.values() if role in form.may]
        self._takes(lambda: self.talker.says("/menu"))

    def _somebody(self, role: str, language: str) -> Talker:
        partner, organisation = partner_of(self.world)
        offers_a_job(self.world, organisation)
        talker = {
            "guardian": lambda: self.world.guardian(language=language),
            "officer": lambda: self.world.officer(language=language),
            "person": lambda: self.world.person_with_phone("Lê Thị Hoa"),
            "partner": lambda: partner,
        }[role]()
        with self.store.transaction() as db:
            accounts.change(db, talker.account_id, language=language)
        for name in ("Trần Văn Nam", "Vũ Văn Lực"):
            self.world.person(name, guardian=talker if role == "guardian" else None)
        return talker

    @rule(which=st.integers(0, 40))
    def begins(self, which: int) -> None:
        self._takes(lambda: self.talker.presses(f"go:{self.forms[which % len(self.forms)]}"))

    @rule(words=st.sampled_from(WORDS))
    def says(self, words: str) -> None:
        self.typed.append(words)
        self._takes(lambda: self.talker.says(words))

    @rule(number=st.integers(0, 12))
    def types_a_number(self, number: int) -> None:
        self.typed.append(str(number))
        self._takes(lambda: self.talker.says(str(number)))

    @rule(which=st.integers(0, 30))
    def chooses(self, which: int) -> None:
        buttons = self.talker.reply.out.buttons
        if buttons:
            press = buttons[which % len(buttons)].press
            self._takes(lambda: self.talker.presses(press), press)

    @rule(which=st.integers(0, 200))
    def presses_an_old_button(self, which: int) -> None:
        old = [button.press for heard in self.talker.heard for button in heard.out.buttons]
        if old:
            press = old[which % len(old)]
            self._takes(lambda: self.talker.presses(press), press)

    @rule(which=st.integers(0, 60))
    def gives_a_command(self, which: int) -> None:
        commands = self.world.deployment.registry.commands.values()
        typed = sorted(words for command in commands for words in command.words if words.startswith("/"))
        command = typed[which % len(typed)]
        self.typed.append(command)
        self._takes(lambda: self.talker.says(command), command)

    @rule(kind=st.sampled_from(("edited", "photo", "voice", "sticker")), words=st.sampled_from(WORDS))
    def sends(self, kind: str, words: str) -> None:
        self.typed.append(words)
        self._takes(lambda: self.talker.sends(kind, text=words))

    @rule(days=st.sampled_from((0.01, 1.1, 4.0, 8.0)))
    def is_silent(self, days: float) -> None:
        self.clock.move(days=days)
        with self.store.transaction() as db:
            for work in (reminders.nudge_drafts, reminders.expire_drafts):
                assert work(db, self.world.deployment, 500).failed == 0
        self.talker.listen()
        if days > parking.DRAFT_LIFE.days:
            talk, parked = self._talk()
            assert (talk.form, parked) == (None, []), "a draft outlives its days"

    @precondition(lambda self: self.talker.heard)
    @rule()
    def goes_to_the_menu(self) -> None:
        self._takes(lambda: self.talker.says("/menu"))
        assert self._talk()[0].form is None
        is_stopped = any(word in self.talker.reply.text for word in ("BAT DAU", "RESUME"))
        assert self.talker.reply.out.buttons or is_stopped, f"a menu without a way on: {self.talker.sees}"

    # what always holds

    def _takes(self, send: Callable[[], str], press: str = "") -> None:
        """Sends something: one reply comes, and what was answered is still somewhere."""
        self.clock.move(seconds=20)  # nobody here writes so fast as to be asked to wait
        before, were_parked = self._talk()
        assert send().strip(), "no answer"
        after, parked = self._talk()
        self._is_kept(before, after, parked, press)
        self._is_pressed(before, after, press)
        self._stay_parked(were_parked, after, parked, press)
        self._is_own(after)

    def _talk(self) -> tuple[Conversation, list[drafts.Parked]]:
        with self.store.transaction() as db:
            return self._conversation(db), drafts.of_party(db, self.talker.account_id)

    def _conversation(self, db: Db) -> Conversation:
        return conversations.get(db, self.talker.account_id) or Conversation(self.talker.account_id)

    def _is_kept(self, before: Conversation, after: Conversation, parked: list[drafts.Parked], press: str) -> None:
        if not before.form or after.form == before.form or len(before.answers) <= before.begun_with:
            return
        form = form_of(self.world.deployment.registry, before.form)
        assert form is not None
        ended = (
            form.walk(before.answers)[1] is None or not form.review or press.endswith(tuple(f"!{end}" for end in ENDS))
        )
        assert ended or any(one.form == before.form for one in parked), f"{before.form} is lost: {self.talker.sees}"

    def _is_pressed(self, before: Conversation, after: Conversation, press: str) -> None:
        """What stands as the answer to the question that was open is the choice that was pressed."""
        button = ButtonPress.of(press)
        form = form_of(self.world.deployment.registry, before.form or "")
        if form is None or button is None or button.form != form.id or button.command or after.form != form.id:
            return
        question = form.walk(before.answers)[1]
        if isinstance(question, Choices) or question is None or question.id != button.question:
            return
        assert after.answers.get(question.id, button.value) == button.value, f"{press} became {after.answers}"

    def _stay_parked(
        self, before: list[drafts.Parked], after: Conversation, parked: list[drafts.Parked], press: str
    ) -> None:
        """What lay aside lies there with all its answers, or is what the talk goes on with: at what was pressed."""
        button = ButtonPress.of(press)
        for draft in before:
            pressed = button.question if button and button.form == draft.form else ""
            stays = {name: answer for name, answer in draft.answers.items() if name.removesuffix("~") != pressed}
            kept = [one.answers for one in parked if one.form == draft.form]
            kept += [after.answers] if after.form == draft.form else []
            is_ended = after.form is None and not kept
            assert is_ended or stays == {} or any(stays.items() <= one.items() for one in kept), (
                f"{draft.form} lost {draft.answers}: {kept}"
            )

    def _is_own(self, talk: Conversation) -> None:
        """What stands as somebody's own words was typed by them, or is the name of their account."""
        form = form_of(self.world.deployment.registry, talk.form or "")
        if form is None:
            return
        own = [*self.typed, self.talker.name]
        for question in form.questions:
            answer = talk.answers.get(question.id)
            for told in parts(answer) if question.free else ():
                if isinstance(told, str):
                    assert all(any(line in words for words in own) for line in told.splitlines())

    def teardown(self) -> None:
        self.store.close()


@contextmanager
def stores(migrated_file: Path) -> Iterator[Callable[[], str]]:
    with tempfile.TemporaryDirectory() as folder:
        files = iter(range(10_000))

        def fresh() -> str:
            file = Path(folder) / f"talk-{next(files)}.db"
            shutil.copyfile(migrated_file, file)
            return f"sqlite:///{file}"

        yield fresh


def test_nobody_is_ever_stuck(migrated_file: Path, deployment: Deployment, keyring: Keyring) -> None:
    calm = settings(
        max_examples=16,
        stateful_step_count=25,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with stores(migrated_file) as fresh:
        machine = type("Talking", (Talk,), {"fresh": staticmethod(fresh), "deployment": deployment, "keyring": keyring})
        run_state_machine_as_test(machine, settings=calm)
