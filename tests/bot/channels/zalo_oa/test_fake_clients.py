"""An independent client, zalo-sdk, finds the fake Official Account right."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import requests
import zalo_sdk
from zalo_sdk.oa import Client
from zalo_sdk.oa.ZaloMessage import ZaloAttachment, ZaloMessageBody, ZaloRecipient

from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, FakeZaloOa


@pytest.fixture
async def api() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as fake:
        yield fake


@pytest.fixture
async def client(api: FakeZaloOa, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Its token endpoint is fixed; whatever it posts there is brought to the fake."""
    real = requests.post

    def to_the_fake(url: str, **more: Any) -> requests.Response:
        return real(url.replace("https://oauth.zaloapp.com", api.url), **more)

    monkeypatch.setattr(requests, "post", to_the_fake)
    client = Client(APP_ID, APP_SECRET, refresh_token="refresh-0", endpoint_prefix=api.url)
    await asyncio.to_thread(client.refresh_acccess_token)
    return client


BUTTONS = [{"title": "Hôm nay", "type": "oa.query.show", "payload": "#visit_report:visited_on:0"}]


async def says(client: Client, user_id: str, text: str, *, buttons: bool = False) -> Any:
    attachment = ZaloAttachment("template", {"buttons": BUTTONS}) if buttons else None
    body = ZaloMessageBody(text, attachment)
    return await asyncio.to_thread(client.send_message, ZaloRecipient(user_id=user_id), body)


async def test_a_refresh_token_works_once(api: FakeZaloOa, client: Client) -> None:
    assert client.refresh_token == api.state.refresh
    client.refresh_token = "refresh-0"
    with pytest.raises(zalo_sdk.ZaloOAException):
        await asyncio.to_thread(client.refresh_acccess_token)


async def test_a_message_with_a_button_whose_tap_is_text(api: FakeZaloOa, client: Client) -> None:
    user = api.user(wrote=True)
    await says(client, user.id, "Bác gặp hôm nào?", buttons=True)
    assert (user.screen.text, user.screen.labels) == ("Bác gặp hôm nào?", ["Hôm nay"])
    tapped = user.taps("Hôm nay")
    assert (tapped["event_name"], tapped["message"]["text"]) == ("user_send_text", "#visit_report:visited_on:0")
    assert api.rejected == []


async def test_a_token_that_has_ended_and_one_that_never_was(api: FakeZaloOa, client: Client) -> None:
    user = api.user(wrote=True)
    client.access_token = "another"
    with pytest.raises(zalo_sdk.ZaloOAException):
        await says(client, user.id, "chào")
    await asyncio.to_thread(client.refresh_acccess_token)
    await says(client, user.id, "chào")
    assert user.screen.text == "chào"


async def test_a_window_that_is_closed(api: FakeZaloOa, client: Client) -> None:
    with pytest.raises(zalo_sdk.ZaloOAException):
        await says(client, api.user().id, "chào")
    assert [request.code for request in api.requests] == [0, -232]
