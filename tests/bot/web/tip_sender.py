"""Somebody who sends a tip as a browser without scripts does: reads a page, fills in its form, sends it."""

import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientResponse, FormData
from PIL import Image

from bot.web.tips.marks import FORM
from handlers.kit.deployment import Deployment
from handlers.tips.handing_out import hand_out
from storage import accounts, units
from tests.bot.web.conftest import NOW, Client, Service

UNIT, ABOVE = "17791", "40"
WORD = re.compile(r"<li>([a-z]+)</li>")
HIDDEN = re.compile(r'name="(form|ticket)" value="([^"]+)"')


def jpeg(camera: str = "Máy ảnh của Lan", size: tuple[int, int] = (40, 30)) -> bytes:
    """A photo that says where, when and with what it was taken."""
    out = BytesIO()
    facts = Image.Exif()
    facts[0x010F], facts[0x0132] = camera, "2026:11:20 21:00:00"
    Image.new("RGB", size, "#884422").save(out, "JPEG", exif=facts)
    return out.getvalue()


@dataclass(slots=True)
class Sender:
    """`waits`: seconds between reading a page and sending its form; the service's clock is moved by them."""

    client: Client
    service: Service
    monkeypatch: pytest.MonkeyPatch
    language: str = ""
    waited: float = 0

    @property
    def lang(self) -> str:
        return f"?lang={self.language}" if self.language else ""

    def wait(self, **much: float) -> None:
        self.waited += timedelta(**much).total_seconds()
        now = NOW + timedelta(seconds=self.waited)
        self.monkeypatch.setattr(type(self.service.store), "now", lambda _store: now)

    async def form(self) -> dict[str, str]:
        """Reads the page to write on, and gives its hidden fields."""
        page = await self.client.get(f"/bao-tin{self.lang}")
        assert page.status == 200
        return dict(HIDDEN.findall(await page.text()))

    async def sends(
        self, text: str, *pictures: bytes, form: dict[str, str] | None = None, waits: float = 10, **fields: str
    ) -> ClientResponse:
        known = await self.form() if form is None else form
        self.wait(seconds=waits)
        body = filled({**known, "about": UNIT, "text": text, "website": "", **fields}, pictures)
        return await self.client.post(f"/bao-tin/send{self.lang}", data=body)

    async def sent(self, text: str, *pictures: bytes, **fields: Any) -> list[str]:
        """Sends it, and gives its words."""
        page = await self.sends(text, *pictures, **fields)
        assert page.status == 200, await page.text()
        words = WORD.findall(await page.text())
        assert len(words) == 8
        return words

    async def opens(self, words: list[str] | str) -> tuple[int, str]:
        said = words if isinstance(words, str) else " ".join(words)
        page = await self.client.post(f"/bao-tin/open{self.lang}", data={"words": said})
        return page.status, await page.text()

    async def adds(self, words: list[str], text: str, *pictures: bytes, waits: float = 10) -> str:
        _, page = await self.opens(words)
        known = dict(HIDDEN.findall(page))
        self.wait(seconds=waits)
        answer = await self.client.post("/bao-tin/more", data=filled({**known, "text": text}, pictures))
        return await answer.text()


def filled(fields: dict[str, Any], pictures: tuple[bytes, ...] = ()) -> FormData:
    body = FormData(default_to_multipart=True)
    for name, value in fields.items():
        body.add_field(name, value)
    for picture in pictures:
        body.add_field("picture", BytesIO(picture), filename="IMG_lan_o_nha.jpg", content_type="image/jpeg")
    return body


def an_officer(service: Service, unit: str = UNIT) -> int:
    with service.store.transaction() as db:
        units.put(db, code=unit, name="Kim Bảng" if unit == UNIT else "Nghệ An", kind="xa", parent=ABOVE)
        return accounts.add(db, unit=unit, name="Lê Văn Hùng", roles=("officer",), on_duty=True)


def tell_officers(service: Service, deployment: Deployment) -> int:
    with service.store.transaction() as db:
        return hand_out(db, deployment)


def is_form(mark: str) -> bool:
    return FORM.fullmatch(mark) is not None
