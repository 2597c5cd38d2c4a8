"""What every channel promises, tried on each: what is sent is seen, what fails says how, what is fetched is capped."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.delivery.channel import Blocked, Down, Rejected, Retry, SendFailed
from bot.delivery.render import fit
from handlers.kit import Button, Incoming, Outgoing
from rules.message_lengths import units
from tests.bot.channels.stands import REMINDING, Stand, stand_on
from tests.bot.channels.telegram.fake.user import picture

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


@pytest.fixture(params=["web", "telegram", "zalo_bot", "zalo_oa", "zbs"])
async def stand(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str) -> AsyncIterator[Stand]:
    async with AsyncExitStack() as stack:
        stand = await stand_on(request.param, tmp_path, sqlite_url, stack)
        await stand.channel.start()
        await asyncio.sleep(0)
        yield stand
        await stand.channel.stop()


@pytest.fixture
def talker(stand: Stand) -> Stand:
    """One on which one may say what one likes, and is answered."""
    if stand.channel.name == "zbs":
        pytest.skip("approved words only, and nothing comes in")
    return stand


def words(stand: Stand, text: str) -> Outgoing:
    return Outgoing("", template="reminder", parameters=REMINDING) if stand.channel.name == "zbs" else Outgoing(text)


async def sends(stand: Stand, out: Outgoing, number: int = 1) -> str:
    """As delivery does: fitted, then sent."""
    receipt = await stand.channel.send(stand.address, fit(out, stand.channel.capabilities), number)
    return receipt.platform_id


def choices(count: int) -> tuple[Button, ...]:
    options = [Button(f"Bác Tư, xóm {n}", f"visit_report:person:{n}") for n in range(1, count + 1)]
    return (*options, Button("Thôi", "visit_report:*:!cancel", "command", "HUY"))


async def test_a_name_for_the_store_and_sane_limits(stand: Stand) -> None:
    can = stand.channel.capabilities
    assert 0 < len(stand.channel.name) <= 12
    assert stand.channel.name.replace("_", "").isalpha()
    assert can.text >= 1000
    assert min(can.per_second, can.per_chat_second, can.burst, can.at_once) > 0


@pytest.mark.parametrize(
    "text", ["Chào bác Tư ạ.", "*đậm* _nghiêng_ <b>1 < 2</b> `mã` \\ & #", "😀 👨‍👩‍👧 🇻🇳", "hai\n\ndòng"]
)
async def test_what_is_said_is_seen_as_it_is(talker: Stand, text: str) -> None:
    receipt = await sends(talker, Outgoing(text))
    assert 0 < len(receipt) <= 64
    assert talker.sees() == text
    assert talker.misdeeds() == []


@pytest.mark.parametrize("count", [1, 6, 25])
async def test_every_choice_can_be_made(talker: Stand, count: int) -> None:
    await sends(talker, Outgoing("Bác vừa ghé thăm ai ạ?", choices(count)))
    seen = talker.sees()
    for button in choices(count):
        assert button.label in seen
        numbered = f"{button.press.rsplit(':', 1)[-1]}. {button.label}"
        to_type = numbered if button.role == "option" else button.typed
        assert talker.channel.capabilities.buttons or to_type in seen
    assert talker.misdeeds() == []


@pytest.mark.parametrize("piece", ["chào bác ", "a", "😀", "👨‍👩‍👧", "ế"])
async def test_what_is_too_long_is_cut_and_taken(talker: Stand, piece: str) -> None:
    limit = talker.channel.capabilities.text
    long = piece * (limit // len(piece) + 10)
    await sends(talker, Outgoing(long))
    cut = talker.sees()
    assert cut.endswith("…")
    assert limit * 0.7 < units(cut) <= limit
    assert long.startswith(cut[:-1])
    await sends(talker, Outgoing(long, choices(6)), 2)
    assert "Bác Tư, xóm 6" in talker.sees()
    assert talker.misdeeds() == []


async def test_a_change_is_seen_where_it_cannot_be_made_as_a_new_message(talker: Stand) -> None:
    first = await sends(talker, Outgoing("Ngày nào?", choices(2)))
    second = await sends(talker, Outgoing("Hôm nay.", edits=first), 2)
    assert (second == first) is talker.channel.capabilities.edits
    assert talker.sees() == "Hôm nay."
    assert talker.misdeeds() == []


@pytest.mark.parametrize("asks", ["contact", "place"])
async def test_a_question_for_more_than_words_is_asked(talker: Stand, asks: str) -> None:
    skip = Button("Bỏ qua", "ask_help:phone:!skip", "command", "BO QUA")
    await sends(talker, Outgoing("Số của bác là gì?", (skip,), asks=asks))  # type: ignore[arg-type]
    seen = talker.sees()
    assert "Số của bác là gì?" in seen
    assert "Bỏ qua" in seen
    assert talker.misdeeds() == []


async def test_who_is_not_there_is_not_tried_again(stand: Stand) -> None:
    if not stand.nowhere:
        pytest.skip("a page that opens later reads it from the store")
    with pytest.raises(SendFailed) as failure:
        await stand.channel.send(stand.nowhere, words(stand, "chào"), 1)
    assert isinstance(failure.value, Blocked | Rejected)


async def test_a_platform_that_is_out_of_order_gets_it_later(stand: Stand) -> None:
    for strike in stand.ailing():
        strike()
        with pytest.raises(Down) as failure:
            await stand.channel.send(stand.address, words(stand, "chuyện riêng của bác"), 1)
        told = failure.value.code + repr(failure.value)
        assert len(failure.value.code) <= 40
        assert not any(secret in told for secret in (stand.token, stand.address.removeprefix("uid:"), "riêng"))
        await sends(stand, words(stand, "chào lại"))
        assert ("riêng" if stand.channel.name == "zbs" else "chào lại") in stand.sees()


async def test_one_too_many_says_how_long_to_wait(stand: Stand) -> None:
    if not stand.floods():
        pytest.skip("no limit but our own")
    with pytest.raises(Retry) as failure:
        await stand.channel.send(stand.address, words(stand, "chào"), 1)
    assert failure.value.after > 0


async def test_what_was_sent_along_comes_whole_or_not_at_all(talker: Stand) -> None:
    ref = talker.photo()
    assert await talker.channel.fetch(ref, 10_000_000) == picture()
    with pytest.raises(Rejected):
        await talker.channel.fetch(ref, len(picture()) - 1)


@pytest.mark.parametrize("ref", ["", "unknown", "upload:../../keys.json", "http://127.0.0.1:1/a", "file:///etc/passwd"])
async def test_what_is_not_there_is_a_failure_like_others(stand: Stand, ref: str) -> None:
    with pytest.raises(SendFailed):
        await stand.channel.fetch(ref, 1000)


async def test_a_message_is_the_same_each_time_and_through_json(talker: Stand) -> None:
    first, again = talker.said()
    assert first == again
    assert first.channel == talker.channel.name
    assert (first.kind, first.text) == ("text", "chào bác 😀")
    assert 0 < len(first.external_id) <= 128
    assert 0 < len(first.address) <= 128
    through = Incoming.from_json(
        first.to_json(), channel=first.channel, external_id=first.external_id, address=first.address
    )
    assert through == first


async def test_starting_and_stopping_twice_does_no_harm(stand: Stand) -> None:
    await stand.channel.start()
    await stand.channel.stop()
    await stand.channel.stop()
    await stand.channel.start()
