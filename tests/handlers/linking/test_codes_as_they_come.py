"""A code as people really bring it: a pasted link, a sentence, a slip of a sign; it links, and no officer reads it."""

import pytest

from storage import accounts, invites, newcomers, relays
from tests.bot.channels.telegram.phone import BOT, Phone
from tests.person import Talker, World

WAYS = [
    "{code}",
    "{lower}",
    "{spaced}",
    "/start {code}",
    "/start@{bot} {code}",
    "https://t.me/{bot}?start={code}",
    "t.me/{bot}?start={code}",
    "https://donghanh.example/chat#{code}",
    "Anh bấm vào https://t.me/{bot}?start={code} nhé",
    "mã của tôi là {code}",
    "ma cua toi la {lower}",
    "Dạ mã của em là {spaced} ạ",
    "code: {lower}",
]


def invited(world: World) -> str:
    with world.store.transaction() as db:
        account = accounts.add(db, unit="17791", name="Trần Văn Nam", roles=("person",), born=1990)
        return invites.create(db, account, None)


def written(way: str, code: str) -> str:
    return way.format(code=code, lower=code.lower(), spaced=code.replace("-", " ").lower(), bot=BOT)


@pytest.mark.parametrize("way", WAYS)
def test_it_begins_the_linking(world: World, way: str) -> None:
    phone = Phone.of_somebody(world)
    (answer,) = phone.brings(phone.user.says(written(way, invited(world))))
    assert "sinh năm" in answer.text.lower(), answer.text


@pytest.mark.parametrize("way", WAYS)
def test_it_begins_the_linking_after_the_welcome_too(world: World, way: str) -> None:
    stranger = world.stranger()
    stranger.says("chào")
    assert "sinh năm" in stranger.says(written(way, invited(world))).lower()


@pytest.mark.parametrize("code", ["8P2W-NAVZ", "3CH4-YN2W", "2DA2-CHEM"])
def test_a_code_that_sounds_like_danger_is_a_code(world: World, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr("rules.links.spell", lambda _number: code)
    assert "sinh năm" in world.stranger().says(f"ma cua toi la {invited(world).lower()}").lower()


@pytest.mark.parametrize("sign", ["O", "0", "o"])
def test_a_q_read_as_another_sign_links_all_the_same(world: World, monkeypatch: pytest.MonkeyPatch, sign: str) -> None:
    monkeypatch.setattr("rules.links.spell", lambda _number: "7F3K-92QD")
    code = invited(world)
    assert "sinh năm" in world.stranger().says(code.replace("Q", sign)).lower()


@pytest.mark.parametrize("way", WAYS)
def test_no_officer_reads_it_in_the_queue(world: World, way: str) -> None:
    stranger = world.stranger()
    stranger.says("chào")
    stranger.says("cho em gặp cán bộ với")
    stranger.says(written(way, "7F3K-92QD"))
    with world.look() as db:
        (newcomer,) = newcomers.waiting(db, "17791")
    card = world.officer().presses(f"do:newcomer:{newcomer.number}")
    assert "gặp cán bộ" in card
    assert "7f3k" not in card.lower()


@pytest.mark.parametrize("way", WAYS)
def test_no_officer_reads_it_in_a_message(world: World, way: str) -> None:
    world.officer()
    nam = world.person_with_phone()
    nam.presses("do:talk")
    nam.says(written(way, "7F3K-92QD"))
    again(nam)
    nam.says(written(way, "7F3K-92QD"))
    with world.look() as db:
        assert [relay.text for relay in relays.thread(db, nam.account_id)] == ["Em hỏi giấy tờ ạ"]


def test_no_officer_reads_it_in_a_correction(world: World) -> None:
    world.officer()
    nam = world.person_with_phone()
    assert "mã mời" in nam.fills("correct_me", wrong="mã của tôi là 7F3K-92QD")
    with world.look() as db:
        assert relays.thread(db, nam.account_id) == []


def again(nam: Talker) -> None:
    nam.presses("do:talk")
    nam.says("Em hỏi giấy tờ ạ")
