"""Passkeys as a browser sends them and as somebody forges them, at the routes themselves."""

from dataclasses import replace
from typing import Any

from aiohttp import ClientResponse

from storage import accounts
from storage import passkeys as stored_keys
from tests.bot.console.authenticator import PRESENT, Authenticator, text
from tests.bot.console.conftest import UNIT, Desk

MARK, OTHER_MARK = "m" * 43, "n" * 43


def a_device(desk: Desk, credential: bytes = b"of the officer's phone") -> Authenticator:
    assert desk.client
    url = desk.client.make_url("/")
    return Authenticator(str(url).rstrip("/"), url.host or "", credential)


async def asks(desk: Desk, path: str, told: dict[str, Any] | None = None) -> ClientResponse:
    return await desk.posts_json(f"/console/passkey/{path}", told or {})


async def options(desk: Desk, path: str) -> dict[str, Any]:
    answer = await asks(desk, path)
    assert answer.status == 200
    return dict(await answer.json())


async def has_a_key(desk: Desk, account_id: int, device: Authenticator) -> None:
    desk.opens_as(account_id)
    assert (await asks(desk, "made", device.makes(await options(desk, "make")))).status == 200
    desk.key = ""


def two_officers(desk: Desk) -> tuple[int, int]:
    with desk.store.transaction() as db:
        first, second, *_ = (one.id for one in accounts.of_unit(db, UNIT) if one.roles == ("officer",))
    return first, second


def keys_of(desk: Desk, account_id: int) -> list[stored_keys.Passkey]:
    with desk.store.transaction() as db:
        return stored_keys.of_account(db, account_id)


async def test_a_key_opens_the_desk_once_for_what_it_has_signed(desk: Desk) -> None:
    desk.mark = MARK
    officer, _ = two_officers(desk)
    device = a_device(desk)
    await has_a_key(desk, officer, device)
    signed = device.signs(await options(desk, "sign"))
    opened = await asks(desk, "signed", signed)
    assert opened.status == 200
    desk.key = opened.cookies["dh_desk"].value
    assert desk.account_id == officer
    assert [key.sign_count for key in keys_of(desk, officer)] == [1]
    replayed = await asks(desk, "signed", signed)
    assert (replayed.status, "dh_desk" in replayed.cookies) == (403, False)


async def test_nothing_forged_that_is_signed_opens_the_desk(desk: Desk) -> None:
    """Each is right but for one thing."""
    desk.mark = MARK
    officer, colleague = two_officers(desk)
    device, thiefs = a_device(desk), a_device(desk, b"of a colleague")
    await has_a_key(desk, officer, device)
    await has_a_key(desk, colleague, thiefs)
    made_up = {"challenge": text(b"k" * 43)}
    to_make = await of_another_ceremony(desk, officer)
    forged = {
        "a challenge nobody gave": device.signs(made_up),
        "a challenge for making a key": device.signs(to_make),
        "another origin": replace(device, origin="https://evil.example").signs(await options(desk, "sign")),
        "another host": replace(device, host="evil.example").signs(await options(desk, "sign")),
        "its owner was not asked for": replace(device, flags=PRESENT).signs(await options(desk, "sign")),
        "signed by another's key": replace(device, key=thiefs.key).signs(await options(desk, "sign")),
        "a key nobody has": a_device(desk, b"of nobody").signs(await options(desk, "sign")),
        "made, not signed": device.makes(await options(desk, "sign")),
    }
    for what, told in forged.items():
        answer = await asks(desk, "signed", told)
        assert (answer.status, "dh_desk" in answer.cookies) == (403, False), what

    of_this_browser = device.signs(await options(desk, "sign"))
    desk.mark = OTHER_MARK
    assert (await asks(desk, "signed", of_this_browser)).status == 403, "another browser"
    desk.mark = MARK
    assert (await asks(desk, "signed", device.signs(await options(desk, "sign")))).status == 200, "its own still opens"


async def of_another_ceremony(desk: Desk, account_id: int) -> dict[str, Any]:
    desk.opens_as(account_id)
    given = await options(desk, "make")
    desk.key = ""
    return given


async def test_a_key_whose_count_goes_back_is_a_copy_and_opens_nothing(desk: Desk) -> None:
    desk.mark = MARK
    officer, _ = two_officers(desk)
    device = a_device(desk)
    device.count = 5
    await has_a_key(desk, officer, device)
    copied = replace(device, count=3)
    assert (await asks(desk, "signed", device.signs(await options(desk, "sign")))).status == 200
    assert (await asks(desk, "signed", copied.signs(await options(desk, "sign")))).status == 403
    assert [key.sign_count for key in keys_of(desk, officer)] == [6]


async def test_nothing_forged_that_is_made_is_kept(desk: Desk) -> None:
    desk.mark = MARK
    officer, colleague = two_officers(desk)
    theirs = a_device(desk, b"of a colleague")
    await has_a_key(desk, colleague, theirs)
    of_colleague = await of_another_ceremony(desk, colleague)

    assert (await asks(desk, "make")).status == 403, "a stranger"
    desk.opens_as(officer)
    device = a_device(desk)
    forged = {
        "a challenge nobody gave": device.makes({"challenge": text(b"k" * 43)}),
        "a colleague's challenge": device.makes(of_colleague),
        "another origin": replace(device, origin="https://evil.example").makes(await options(desk, "make")),
        "another host": replace(device, host="evil.example").makes(await options(desk, "make")),
        "its owner was not asked for": replace(device, flags=PRESENT).makes(await options(desk, "make")),
        "a colleague's key": theirs.makes(await options(desk, "make")),
        "signed, not made": device.signs(await options(desk, "make")),
    }
    for what, told in forged.items():
        assert (await asks(desk, "made", told)).status == 403, what
    assert keys_of(desk, officer) == []
    right = device.makes(await options(desk, "make"))
    assert [(await asks(desk, "made", right)).status for _ in range(2)] == [200, 403], "kept once"
    assert [key.credential for key in keys_of(desk, colleague)] == [theirs.credential]
