"""Whom the limits count a message for: the reader, never what a reader says of themselves."""

import pytest

from bot.networks import Network, limit_key, read_networks
from tests.bot.web.conftest import Client, Service

BODY = {"id": "11111111-1111-4111-8111-111111111111", "text": "Chào"}
LOOPBACK = "127.0.0.0/8, 10.0.0.7"


async def source_of(client: Client, service: Service, *headers: str) -> str:
    await client.post("/chat/messages", json=BODY, headers=[("X-Forwarded-For", header) for header in headers])
    return service.accepted[0].source


async def test_without_a_trusted_proxy_the_header_counts_for_nothing(client: Client, service: Service) -> None:
    assert await source_of(client, service, "203.0.113.9") == "127.0.0.1"


@pytest.mark.parametrize("proxies", [read_networks(LOOPBACK)])
class TestBehindAProxy:
    @pytest.mark.parametrize(
        ("headers", "source"),
        [
            ([], "127.0.0.1"),
            (["203.0.113.9"], "203.0.113.9"),
            (["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
            (["1.1.1.1", "203.0.113.9"], "203.0.113.9"),
            (["203.0.113.9, 10.0.0.7"], "203.0.113.9"),
            (["1.1.1.1, x"], "127.0.0.1"),
            (["10.0.0.7, 10.0.0.7"], "10.0.0.7"),
            (["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
            (["::ffff:203.0.113.9"], "203.0.113.9"),
        ],
    )
    async def test_the_reader_is_the_last_hop_that_is_no_proxy(
        self, client: Client, service: Service, headers: list[str], source: str
    ) -> None:
        assert await source_of(client, service, *headers) == source
        assert source not in str(service.accepted[0].to_json())

    async def test_figures_need_the_token_for_everybody_comes_from_the_proxy(self, client: Client) -> None:
        assert (await client.get("/metrics")).status == 403


@pytest.mark.parametrize("proxies", [read_networks("10.0.0.7")])
async def test_a_neighbour_who_is_no_trusted_proxy_is_not_believed(
    client: Client, service: Service, proxies: tuple[Network, ...]
) -> None:
    assert await source_of(client, service, "203.0.113.9") == "127.0.0.1"


def test_one_household_is_counted_together_and_two_are_not() -> None:
    assert limit_key("2001:db8:1:2::1") == limit_key("2001:db8:1:2:ffff::9") != limit_key("2001:db8:1:3::1")
