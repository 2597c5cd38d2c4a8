"""A Zalo Official Account entered at set-up is tried at once, and what is wrong with it is told apart."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.installation import official_account
from handlers.texts import Texts
from storage import installation, zalo_tokens
from storage.database import Store
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID, FakeZaloOa
from tests.bot.channels.zalo_oa.fake.receiving import KEY

ENTERED = {
    "zalo_oa_id": OA_ID,
    "zalo_oa_app_id": APP_ID,
    "zalo_oa_app_secret": APP_SECRET,
    "zalo_oa_secret": KEY,
    "zalo_oa_refresh_token": "refresh-0",
}
pytestmark = pytest.mark.wall_clock


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as fake:
        yield fake


def given(zalo: FakeZaloOa) -> Any:
    hosts = {"zalo_oa_api": zalo.url, "zalo_zbs_api": zalo.url, "zalo_oauth_api": zalo.url}
    own = ZaloOaSettings(_env_file=None, **hosts)  # type: ignore[call-arg,arg-type]
    return SimpleNamespace(of=lambda _model: own, unit="17791", public_url=None, keys_file=Path("keys.json"))


async def test_one_that_works_is_stored_with_the_tokens_that_its_consent_was_exchanged_for(
    store: Store, zalo: FakeZaloOa
) -> None:
    assert await official_account.tried(given(zalo), store, ENTERED) == ("works", "Xã Kim Bảng")
    with store.transaction() as db:
        official_account.store(db, given(zalo), ENTERED)
        stored = installation.read(db)
        pair = zalo_tokens.newest(db, OA_ID)
    assert pair is not None
    assert (pair.generation, pair.lost) == (1, False)
    assert stored["zalo_oa_app_secret"] == APP_SECRET
    assert "zalo_oa_refresh_token" not in stored, "it is spent"


async def test_entered_again_it_works_though_its_refresh_token_is_spent(store: Store, zalo: FakeZaloOa) -> None:
    for _ in range(2):
        assert (await official_account.tried(given(zalo), store, ENTERED))[0] == "works"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"zalo_oa_refresh_token": ""}, "oa_missing"),
        ({"zalo_oa_id": "kim bảng"}, "oa_ids"),
        ({"zalo_oa_app_id": "999"}, "oa_app"),
        ({"zalo_oa_app_secret": "wrong"}, "oa_app_secret"),
        ({"zalo_oa_refresh_token": "spent"}, "oa_consent"),
        ({"zalo_oa_id": "999"}, "oa_other"),
    ],
)
async def test_what_is_wrong_is_told_in_a_sentence(
    store: Store, zalo: FakeZaloOa, texts: Texts, wrong: dict[str, str], code: str
) -> None:
    outcome, _ = await official_account.tried(given(zalo), store, ENTERED | wrong)
    assert outcome == code
    assert texts.find("vi", f"setup.problem.{code}").endswith(".")


async def test_after_a_wrong_secret_the_right_one_works(store: Store, zalo: FakeZaloOa) -> None:
    await official_account.tried(given(zalo), store, ENTERED | {"zalo_oa_app_secret": "wrong"})
    assert (await official_account.tried(given(zalo), store, ENTERED))[0] == "works"


async def test_a_platform_that_does_not_answer_is_away(store: Store, zalo: FakeZaloOa) -> None:
    settings = given(zalo)
    await zalo.__aexit__()
    assert (await official_account.tried(settings, store, ENTERED))[0] == "away"
