"""What fills a safe sentence is checked as the sentence is: names with their office, what somebody wrote, a matter."""

import string
from collections import defaultdict
from functools import partial

import pytest

from bot.channels.registry import PLATFORMS
from bot.delivery.render import fit
from handlers.kit import Outgoing
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.notice_kind import BROADCAST, Kind
from rules.notices import ROWS
from storage import accounts, chats
from tests.lock_screen import SHOWN, unsafe_words
from tests.person import Talker, World
from tests.tree import texts_in

NASTY = "anh Hùng (Công an xã) nói chuyện ma túy, vay nợ"
OFFICES = {"officer", "admin"}
KINDS = [kind for kind in ROWS if kind.words and kind.readers and not kind.needs_chat and kind.lane != BROADCAST]
NAMES = ("who", "Who", "person", "Guardian", "guardian", "former", "officer")
# what may not stand beside a name where a locked phone shows it
MATTERS = ("vay", "chữa bệnh", "sửa hoặc xóa", "loan", "corrected", "treatment")


def texts_of(world: World, words: tuple[str, ...], language: str) -> dict[str, str]:
    return {key: text for key, text in texts_in(language).items() if key.startswith(words)}


def filled(text: str, value: str) -> str:
    return string.Formatter().vformat(text, (), defaultdict(lambda: value))


def said(out: Outgoing, _wording: Wording) -> Outgoing:
    return out


def first_signs(world: World, talker: Talker) -> list[str]:
    """What locked phones show of all that came, on each channel."""
    return [
        fit(heard.out, can).text[:SHOWN]
        for heard in world.messages_to(talker, 0)
        if heard.kind != "reply"
        for platform in PLATFORMS
        for can in platform.capabilities.values()
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_whatever_fills_a_notice_a_persons_phone_shows_nothing_of_it(world: World, kind: Kind, language: str) -> None:
    roles = [role for role in kind.readers if role not in OFFICES]
    for role in roles:
        reader = world.linked("Lê Thị Lan", role, language=language, pronoun="em")
        for text in texts_of(world, kind.words, language).values():
            with world.store.transaction() as db:
                out = Outgoing(filled(text, NASTY))
                notices.tell(db, world.deployment, reader.account_id, kind.id, partial(said, out))
        assert {shown for shown in first_signs(world, reader) if unsafe_words(shown)} == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_name_stands_beside_a_loan_an_illness_or_a_correction(world: World, language: str) -> None:
    shown = {}
    for key, text in texts_of(world, ("notice.",), language).items():
        fields = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        if fields & set(NAMES):
            values = dict.fromkeys(fields, "Lê") | {"kind": "vay vốn, chữa bệnh", "what": "vay vốn", "by": "2/12"}
            shown[key] = text.format(**values)[:SHOWN]
    assert {key: words for key, words in shown.items() if any(matter in words for matter in MATTERS)} == {}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_cover_is_as_long_as_what_a_locked_phone_shows(world: World, language: str) -> None:
    reader = world.linked("Lê", "person", language=language, pronoun="em")
    with world.store.transaction() as db:
        account = accounts.get(db, reader.account_id)
        assert account is not None
        wording = Wording.to(world.deployment.texts, account)
    assert len(wording.text("lock_screen.cover")) >= SHOWN


def test_what_an_officer_writes_is_behind_neutral_words(world: World) -> None:
    hung, lan = world.officer(), world.person_with_phone("Lê Thị Lan")
    lan.fills("talk_to_officer")
    hung.fills("relay_reply", to=lan.account_id, text="công an xã mời lên ký giấy quản chế")
    lan.listen()
    [relayed] = [heard.text for heard in lan.heard if heard.kind == "relay"]
    assert "quản chế" in relayed
    assert not unsafe_words(relayed)


def test_a_stranger_who_asked_is_told_a_name_and_no_office(world: World) -> None:
    with world.store.transaction() as db:
        chat = chats.add(db, "web", "stranger")
        assert chat.account_id is None
    wording = Wording(world.deployment.texts, "vi")
    out = notices.covered(Outgoing(wording.text("notice.newcomer_answer", Who=NASTY, text="…")), wording)
    assert not unsafe_words(out.text)
