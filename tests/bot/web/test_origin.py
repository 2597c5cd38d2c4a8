"""Posts are taken from our own pages only: same host, port and scheme, behind a proxy or not."""

import pytest

from tests.bot.web.conftest import Client, Service


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Origin": ""},
    ],
)
@pytest.mark.parametrize("path", ["/chat/messages", "/chat/say", "/chat/leave", "/chat/files", "/demo/clock"])
async def test_posts_come_from_our_own_pages(
    client: Client, service: Service, path: str, headers: dict[str, str]
) -> None:
    answer = await client.post(path, json={"text": "a", "step": "hour"}, headers=headers)
    assert answer.status == 403
    assert service.accepted == []


@pytest.mark.parametrize(
    ("public_url", "host", "origin", "status"),
    [
        ("", "dh.example", "http://dh.example", 303),
        ("", "dh.example", "https://dh.example", 403),
        ("", "dh.example", "http://dh.example:8080", 403),
        ("https://dh.example", "dh.example", "https://dh.example", 303),
        ("https://dh.example", "dh.example", "https://DH.example", 303),
        ("https://dh.example", "dh.example", "http://dh.example", 403),
        ("https://dh.example", "127.0.0.1:8080", "https://dh.example", 303),
        ("https://dh.example", "127.0.0.1:8080", "http://dh.example", 403),
        ("https://dh.example", "127.0.0.1:8080", "http://127.0.0.1:8080", 303),
        ("https://dh.example/", "dh.example", "https://dh.example.elsewhere", 403),
        ("https://dh.example", "dh.example", "https://dh.example@elsewhere", 403),
    ],
)
async def test_the_scheme_counts_too(client: Client, host: str, origin: str, status: int) -> None:
    headers = {"Host": host, "Origin": origin}
    async with client.post("/chat/leave", headers=headers, allow_redirects=False) as answer:
        assert answer.status == status
