"""What the doctor finds about Zalo's templates, in words that somebody can act on."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage import usage
from tests.bot.channels.zalo_oa.fake import FakeZaloOa
from tests.bot.channels.zalo_oa.fake.server import LIST
from tests.bot.channels.zalo_oa.test_doctor import given, has_tokens
from tests.bot.channels.zalo_oa.zbs.registered import register_ours
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as fake:
        yield fake


async def doctor(console: Console, zalo: FakeZaloOa) -> tuple[int, str]:
    result = await asyncio.to_thread(lambda: console.run("doctor", **given(zalo)))
    assert not any(access in result.output for access in zalo.state.access)
    lines = result.output.splitlines()
    told = [n for n, line in enumerate(lines) if "zbs: " in line]
    cures = [n + 1 for n in told if n + 1 < len(lines) and "→" in lines[n + 1]]
    return result.exit_code, "\n".join(lines[n] for n in sorted({*told, *cures}))


async def test_well(console: Console, zalo: FakeZaloOa) -> None:
    register_ours(zalo)
    await has_tokens(console, zalo)
    with console.look() as db:
        usage.paid(db, "zbs", 12, 6720)
    code, said = await doctor(console, zalo)
    assert code == 0, said
    assert "✓ zbs: the template dong-hanh-nhac-viec is approved: 560 đ by user id, 800 đ by phone" in said
    assert said.count("is approved") == 4
    assert "✓ zbs: 12 templates this month, 6720 đ" in said
    assert "✓ zbs: 0 of 500 templates today" in said
    assert zalo.state.exchanges == 1, "looking renews no token"
    assert zalo.rejected == []


async def test_nothing_is_registered_yet(console: Console, zalo: FakeZaloOa) -> None:
    await has_tokens(console, zalo)
    code, said = await doctor(console, zalo)
    assert code == 0, "an account may do without templates"
    assert said.count("is not registered") == 4
    assert "register it by that name with the words in docs/operating.md" in said
    assert "put on the call list" in said


async def test_each_trouble_by_its_name(console: Console, zalo: FakeZaloOa) -> None:
    ours = register_ours(zalo)
    ours["reminder"].status, ours["message"].status = "PENDING_REVIEW", "REJECT"
    ours["alert"].takes.pop("number")
    ours["digest"].takes["commune"] = 20
    zalo.shop.remaining = 60
    await has_tokens(console, zalo)
    code, said = await doctor(console, zalo)
    assert code == 1
    assert "– zbs: the template dong-hanh-nhac-viec waits for Zalo's review" in said
    assert "✗ zbs: the template dong-hanh-co-tin was not approved" in said
    assert "✗ zbs: the template dong-hanh-viec-gap takes other parameters than ours: number" in said
    assert "takes fewer characters than ours: commune 20 instead of 100" in said
    assert "– zbs: 440 of 500 templates today" in said
    ours["message"].status = "DISABLE"
    zalo.shop.remaining = 0
    code, said = await doctor(console, zalo)
    assert "✗ zbs: the template dong-hanh-co-tin is switched off" in said
    assert "✗ zbs: 500 of 500 templates today" in said


async def test_refused_and_away(console: Console, zalo: FakeZaloOa) -> None:
    await has_tokens(console, zalo)
    zalo.fails(LIST, code=-136)
    code, said = await doctor(console, zalo)
    assert code == 1
    assert "refused: -136 (the account has no purse for templates)" in said
    assert "its money" in said
    zalo.babbles(LIST)
    assert "does not answer (not_json_502)" in (await doctor(console, zalo))[1]
    zalo.fails(LIST, code=-124)
    assert "refused: -124 (the token is refused)" in (await doctor(console, zalo))[1]
    assert zalo.state.exchanges == 1
