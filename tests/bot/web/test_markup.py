"""Every page is valid: tags in their order, names once, a label for each field, one heading above all."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from handlers.kit import Button, Outgoing
from tests.bot.web.conftest import Client, Service
from tests.bot.web.markup import problems
from tests.bot.web.test_documents import asked, path_of

__all__ = ["asked"]
PAGES = [
    "/chat",
    "/chat/plain",
    "/chat/devices",
    "/demo",
    "/demo/phone/1",
    "/demo/phone/1/",
    "/demo/phone/1/plain",
    "/nowhere",
]
# a second reader, by the standard: .ci/run brings it where there is npm
VALIDATOR = os.environ.get("DONGHANH_HTML_VALIDATE") or shutil.which("html-validate")
# what our own host serves needs no hash of its content
RULES = """{
    "root": true,
    "extends": ["html-validate:standard", "html-validate:document"],
    "rules": {"require-sri": ["error", {"target": "crossorigin"}]}
}"""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
async def test_a_page(client: Client, service: Service, path: str, language: str) -> None:
    service.write(
        Outgoing("Gặp <ai>?", (Button("Anh Nam", "visit:person:1"), Button("Hủy", "visit:*:!cancel", "command")))
    )
    service.write(Outgoing('Ảnh của "anh"', attachment=7, shows="photo"))
    service.write(Outgoing("Lời nói", attachment=8, shows="voice"))
    service.write(Outgoing("Hồ sơ", attachment=9, shows="file"))
    cookies = f"{client.session.headers['Cookie']}; dh_lang={language}"
    answer = await client.get(path, headers={"Accept": "text/html", "Cookie": cookies})
    page = await answer.text()
    assert f'<html lang="{language}">' in page
    assert problems(page) == []


@pytest.mark.skipif(VALIDATOR is None, reason="html-validate is not there: npm install html-validate")
async def test_html_validate_finds_nothing_in_any_page(client: Client, service: Service, tmp_path: Path) -> None:
    service.write(
        Outgoing("Gặp <ai>?", (Button("Anh Nam", "visit:person:1"), Button("Hủy", "visit:*:!cancel", "command")))
    )
    (tmp_path / ".htmlvalidate.json").write_text(RULES)
    for place, (path, language) in enumerate((path, language) for path in PAGES for language in ("vi", "en")):
        cookies = f"{client.session.headers['Cookie']}; dh_lang={language}"
        answer = await client.get(path, headers={"Accept": "text/html", "Cookie": cookies})
        (tmp_path / f"{place}-{path.strip('/').replace('/', '-')}-{language}.html").write_text(await answer.text())
    pages = sorted(map(str, tmp_path.glob("*.html")))
    assert VALIDATOR is not None
    reading = await asyncio.create_subprocess_exec(
        VALIDATOR, "--formatter", "text", *pages, cwd=tmp_path, stdout=asyncio.subprocess.PIPE
    )
    found, _ = await reading.communicate()
    assert reading.returncode == 0, found.decode()


async def test_the_page_before_a_document(client: Client, service: Service, asked: int) -> None:
    assert problems(await (await client.get(path_of(service, asked))).text()) == []


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<p><b></p></b>", "</p> closes something else"),
        ('<p id="a"></p><p id="a"></p>', "id a stands 2 times"),
        ('<input name="a">', "no label"),
        ('<a href="#b">b</a>', "nothing is called b"),
        ('<button type="button"><a href="/">b</a></button>', "can be pressed within something else"),
        ('<p onclick="go()"></p>', "has a handler"),
        ("<h1>b</h1>", "there are 2 <h1>"),
    ],
)
def test_what_is_wrong_is_found(markup: str, problem: str) -> None:
    page = f'<!DOCTYPE html><html lang="vi"><title>a</title><main><h1>a</h1>{markup}</main></html>'
    assert any(problem in one for one in problems(page))
