"""What the doctor finds about the Zalo Official Account: the consent, the tokens' age, what the platform says of it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.settings import SettingsError, load_settings
from storage import usage, zalo_tokens
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID, FakeZaloOa
from tests.bot.channels.zalo_oa.fake.receiving import KEY
from tests.bot.channels.zalo_oa.fake.server import ACCOUNT
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock
PUBLIC = "https://donghanh.example"


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as fake:
        yield fake


def given(zalo: FakeZaloOa, **more: str) -> dict[str, str]:
    account = {"zalo_oa_id": OA_ID, "zalo_oa_app_id": APP_ID, "zalo_oa_app_secret": APP_SECRET, "zalo_oa_secret": KEY}
    hosts = {"zalo_oa_api": zalo.url, "zalo_zbs_api": zalo.url, "zalo_oauth_api": zalo.url}
    return {**account, **hosts, "public_url": PUBLIC, **more}


async def doctor(console: Console, zalo: FakeZaloOa, **more: str) -> tuple[int, str]:
    result = await asyncio.to_thread(lambda: console.run("doctor", **given(zalo, **more)))
    for secret in (APP_SECRET, KEY, "refresh-0", *zalo.state.access):
        assert secret not in result.output
    said = (line for line in result.output.splitlines() if "zalo oa" in line or "→" in line)
    return result.exit_code, "\n".join(said)


async def has_tokens(console: Console, zalo: FakeZaloOa, *, hours: int = 1, lost: bool = False) -> None:
    """As a service would have left them so long ago."""
    await asyncio.to_thread(lambda: console.works("migrate"))
    answer = zalo.state.exchange(zalo.state.refresh)

    with console.look() as db:
        db.now -= timedelta(hours=hours)
        zalo_tokens.consent(db, OA_ID, "refresh-0")
        pair = zalo_tokens.newest(db, OA_ID)
        assert pair is not None
        zalo_tokens.keep(db, pair, answer["access_token"], answer["refresh_token"], timedelta(hours=25))
        fresh = zalo_tokens.newest(db, OA_ID)
        assert fresh is not None
        if lost:
            zalo_tokens.lose(db, fresh, "-14014")


def test_off_without_an_id(console: Console) -> None:
    assert "– zalo oa: off, DONGHANH_ZALO_OA_ID is not set" in console.works("doctor")


async def test_nobody_has_consented(console: Console, zalo: FakeZaloOa) -> None:
    code, said = await doctor(console, zalo)
    assert code == 1
    assert "✗ zalo oa: nobody has consented yet" in said
    assert f"{PUBLIC}/hooks/zalo-oa" in said
    code, said = await doctor(console, zalo, zalo_oa_refresh_token="refresh-0")
    assert code == 0
    assert "– zalo oa: a consent is set and not used yet" in said
    assert zalo.requests == [], "looking spends no token"


async def test_well(console: Console, zalo: FakeZaloOa) -> None:
    await has_tokens(console, zalo)
    code, said = await doctor(console, zalo)
    assert code == 0, said
    assert "✓ zalo oa: the tokens are 1 hours old, renewed 1 times" in said
    assert "✓ zalo oa: 0 messages of this month had to be paid for" in said
    assert "✓ zalo oa: the token works, the account is Xã Kim Bảng (OA Nâng cao)" in said
    with console.look() as db:
        usage.more(db, "zalo_oa", usage.PAID, 7)
    assert "✓ zalo oa: 7 messages of this month" in (await doctor(console, zalo))[1]
    zalo.about["is_verified"] = False
    assert "not verified" in (await doctor(console, zalo))[1]


async def test_lost_late_refused_and_away(console: Console, zalo: FakeZaloOa) -> None:
    await has_tokens(console, zalo, hours=22)
    code, said = await doctor(console, zalo)
    assert code == 1
    assert "22 hours old and were not renewed" in said
    zalo.fails(ACCOUNT, code=-224)
    assert "refused (code -224)" in (await doctor(console, zalo))[1]
    zalo.fails(ACCOUNT, code=-216)
    assert "access token is refused (-216)" in (await doctor(console, zalo))[1]
    zalo.babbles(ACCOUNT)
    assert "does not answer (not_json_502)" in (await doctor(console, zalo))[1]
    assert zalo.state.exchanges == 1


async def test_a_lost_pair(console: Console, zalo: FakeZaloOa) -> None:
    await has_tokens(console, zalo, lost=True)
    code, said = await doctor(console, zalo)
    assert code == 1
    assert "✗ zalo oa: the refresh token is not taken any more" in said
    assert "DONGHANH_ZALO_OA_REFRESH_TOKEN" in said


@pytest.mark.parametrize("missing", ["ZALO_OA_APP_ID", "ZALO_OA_APP_SECRET", "ZALO_OA_SECRET"])
def test_half_an_account_stops_the_start(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {"ZALO_OA_ID": OA_ID, "ZALO_OA_APP_ID": APP_ID, "ZALO_OA_APP_SECRET": "s", "ZALO_OA_SECRET": "k"}
    for name, value in whole.items():
        monkeypatch.setenv(f"DONGHANH_{name}", value)
    assert load_settings(None).of(ZaloOaSettings).zalo_oa_id == OA_ID
    monkeypatch.delenv(f"DONGHANH_{missing}")
    with pytest.raises(SettingsError, match=f"DONGHANH_{missing}"):
        load_settings(None)
    monkeypatch.setenv("DONGHANH_ZALO_OA_ID", "oa-4711")
    with pytest.raises(SettingsError, match="id of digits"):
        load_settings(None)
