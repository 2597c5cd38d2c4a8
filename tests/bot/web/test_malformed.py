"""Forms and headers that are none: 400, or another refusal, on every route that takes any; never 500."""

import pytest

from tests.bot.web.conftest import Client, Service

ROUTES = (
    "/chat/say",
    "/chat/files",
    "/demo/clock",
    "/demo/phone/1/holder",
    "/demo/phone/1/say",
    "/demo/phone/1/files",
    "/bao-tin/send",
    "/bao-tin/open",
    "/bao-tin/more",
)
MULTIPART = "multipart/form-data; boundary=b"


def part(headers: str, content: str = "x") -> bytes:
    return f"--b\r\n{headers}\r\n\r\n{content}\r\n--b--\r\n".encode()


MALFORMED: dict[str, tuple[str, bytes]] = {
    "no boundary": ("multipart/form-data", part('Content-Disposition: form-data; name="text"')),
    "an endless boundary": (f"multipart/form-data; boundary={'b' * 200}", b"--b"),
    "another boundary": (MULTIPART, b"--c\r\n\r\nx\r\n--c--"),
    "nothing at all": (MULTIPART, b""),
    "cut off": (MULTIPART, b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx'),
    "a header without a colon": (MULTIPART, part("nonsense")),
    "a header with a NUL": (MULTIPART, part('Content-Disposition: form-data; name="\0text"')),
    "a part in a part": (MULTIPART, part("Content-Type: multipart/mixed; boundary=c", "--c--")),
    "a transfer encoding there is none of": (
        MULTIPART,
        part('Content-Disposition: form-data; name="text"\r\nContent-Transfer-Encoding: rot13'),
    ),
    "a length that is none": (MULTIPART, part('Content-Disposition: form-data; name="text"\r\nContent-Length: x')),
    "letters that are none": (MULTIPART, part('Content-Disposition: form-data; name="text"').replace(b"x", b"\xff")),
    "many fields": ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(100))),
    "a form of letters that are none": ("application/x-www-form-urlencoded", b"text=%ff%fe"),
    "a form that is none": ("application/x-www-form-urlencoded", b"\xff\xfe\x00"),
    "JSON that is none": ("application/json", b"[1, 2"),
    "a type that is none": ("/", b"x"),
    "an unknown charset": ("application/x-www-form-urlencoded; charset=klingon", b"text=%ff"),
}


@pytest.mark.parametrize("malformed", MALFORMED.values(), ids=MALFORMED)
async def test_a_form_that_is_none_breaks_nothing(
    client: Client, service: Service, malformed: tuple[str, bytes]
) -> None:
    content_type, body = malformed
    service.link()
    answers = {}
    for route in ROUTES:
        headers = {"Content-Type": content_type}
        answers[route] = (await client.post(route, data=body, headers=headers, allow_redirects=False)).status
    assert {route: status for route, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://["},
        {"Host": "["},
        {"Cookie": "=;;;==\xff; dh_session"},
        {"X-Forwarded-For": ",,,\xff"},
        {"Range": "bytes=\xff"},
        {"Last-Event-ID": "\xff"},
        {"Accept-Language": ";q=;"},
        {"Content-Type": "application/json; =;"},
        {"Content-Encoding": "klingon"},
        {"If-Modified-Since": "\xff"},
    ],
)
async def test_headers_that_are_none_break_no_page(client: Client, headers: dict[str, str]) -> None:
    for route in ("/chat", "/chat/plain", "/demo", "/chat/files/1", "/papers/x", "/static/a/b"):
        assert (await client.get(route, headers=headers)).status < 500, route
        assert (await client.post(route, data=b"x", headers=headers)).status < 500, route
