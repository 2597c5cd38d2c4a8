"""The fake's template API is no kinder than the platform: each refusal by its code, as plain calls meet it."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.bot.channels.zalo_oa.fake import FakeZaloOa
from tests.bot.channels.zalo_oa.fake.server import BY_PHONE, BY_UID, DETAILS, LIST, QUOTA, STATUS
from tests.bot.channels.zalo_oa.fake.templates import FakeTemplate
from tests.bot.channels.zalo_oa.fake.user import OaUser

DATA = {"customer_name": "bác Tư", "date": "23/11/2026"}
PHONE = "84912345678"


@pytest.fixture
async def api() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as fake:
        fake.state.access["token"] = fake.state.now() + 3600
        yield fake


@pytest.fixture
def template(api: FakeZaloOa) -> FakeTemplate:
    return api.shop.register("nhac", "Chào <customer_name>, ngày <date>", {"customer_name": 30, "date": 20})


@pytest.fixture
def user(api: FakeZaloOa) -> OaUser:
    return api.user(wrote=True, phone=PHONE)


async def asks(api: FakeZaloOa, path: str, body: object = None, token: str = "token", **query: str) -> dict[str, Any]:
    method = "GET" if body is None else "POST"
    async with aiohttp.ClientSession() as session:
        headers = {"access_token": token}
        async with session.request(method, f"{api.url}{path}", json=body, params=query, headers=headers) as answer:
            assert answer.status == 200, "refusals come in the body"
            found: dict[str, Any] = await answer.json()
            return found


async def code(api: FakeZaloOa, path: str, body: object, token: str = "token") -> int:
    return int((await asks(api, path, body, token))["error"])


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, 0),
        ({"phone": f"+{PHONE}"}, 0),
        ({"phone": "0912345678"}, -108),
        ({"phone": "84911111111"}, -118),
        ({"template_id": "1"}, -109),
        ({"template_data": {}}, -111),
        ({"template_data": {"customer_name": "bác Tư"}}, -1122),
        ({"template_data": {**DATA, "customer_name": "T" * 31}}, -1121),
        ({"template_data": {**DATA, "date": "2026-11-23"}}, -1124),
        ({"template_data": {**DATA, "date": "31/02/2026"}}, -1124),
        ({"template_data": {**DATA, "more": "x"}}, -132),
        ({"template_data": {**DATA, "customer_name": 7}}, -112),
        ({"tracking_id": ""}, -132),
        ({"tracking_id": "x" * 49}, -132),
        ({"tracking_id": "x" * 48}, 0),
        ({"mode": "development"}, -127),
        ({"user_id": "1"}, -132),
    ],
)
async def test_by_phone(
    api: FakeZaloOa, template: FakeTemplate, user: OaUser, change: dict[str, object], refused: int
) -> None:
    body = {"phone": PHONE, "template_id": template.id, "template_data": DATA, "tracking_id": "t-1", **change}
    assert await code(api, BY_PHONE, body) == refused
    assert len(user.person.heard) == (refused == 0)


@pytest.mark.parametrize(
    ("change", "refused"),
    [({}, 0), ({"tracking_id": "t-1"}, -201), ({"user_id": "1"}, -201), ({"template_id": "1"}, -109)],
)
async def test_by_user_id(
    api: FakeZaloOa, template: FakeTemplate, user: OaUser, change: dict[str, object], refused: int
) -> None:
    body = {"user_id": user.id, "template_id": template.id, "template_data": DATA, **change}
    assert await code(api, BY_UID, body) == refused


async def test_states_of_template_reader_and_purse(api: FakeZaloOa, template: FakeTemplate, user: OaUser) -> None:
    body = {"user_id": user.id, "template_id": template.id, "template_data": DATA}
    by_phone = {"phone": PHONE, "template_id": template.id, "template_data": DATA, "tracking_id": "t-1"}
    for status, refused in (("PENDING_REVIEW", -131), ("REJECT", -131), ("DISABLE", -146)):
        template.status = status
        assert await code(api, BY_UID, body) == refused
    template.status, template.by_uid = "ENABLE", False
    assert await code(api, BY_UID, body) == -249
    template.by_uid, user.person.away = True, True
    assert await code(api, BY_UID, body) == -227
    user.person.away, user.person.last_in = False, api.state.now() - 366 * 86400
    assert await code(api, BY_UID, body) == -232
    assert await code(api, BY_PHONE, by_phone) == 0, "a number needs no last word"
    api.shop.night = True
    assert await code(api, BY_PHONE, by_phone) == -133
    api.shop.night, api.shop.remaining = False, 0
    assert await code(api, BY_PHONE, by_phone) == -144
    api.shop.remaining, api.shop.money = 5, 799
    assert await code(api, BY_PHONE, by_phone) == -115
    assert await code(api, BY_PHONE, by_phone, "another") == -124
    assert await code(api, BY_UID, body, "another") == -216, "the other host has its own code for it"
    api.state.per_minute = 0
    assert await code(api, BY_PHONE, by_phone) == -32


async def test_what_can_be_looked_up(api: FakeZaloOa, template: FakeTemplate, user: OaUser) -> None:
    for number in range(3):
        api.shop.register(f"mau-{number}", "Chào <ten>", {"ten": 30}, status="REJECT")
    assert (await asks(api, LIST))["error"] == -132, "a page has to be named"
    page = await asks(api, LIST, offset="0", limit="2")
    assert (len(page["data"]), page["metadata"]) == (2, {"total": 4})
    refused = await asks(api, LIST, offset="0", limit="100", status="3")
    assert {row["status"] for row in refused["data"]} == {"REJECT"}
    assert (await asks(api, DETAILS, template_id="1"))["error"] == -109
    details = (await asks(api, DETAILS, template_id=template.id))["data"]
    assert [one["maxLength"] for one in details["listParams"]] == [30, 20]
    body = {"phone": PHONE, "template_id": template.id, "template_data": DATA, "tracking_id": "t-1"}
    user.person.switched_off = True
    sent = (await asks(api, BY_PHONE, body))["data"]
    assert (await asks(api, QUOTA))["data"] == {"dailyQuota": "500", "remainingQuota": "499"}
    states = [(await asks(api, STATUS, message_id=one))["data"]["status"] for one in (sent["msg_id"], "x")]
    assert states == [0, -1]
