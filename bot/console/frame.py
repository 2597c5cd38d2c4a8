"""What every page of the desk stands in: the menu, who sits there, what was answered last, and the page itself."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console.events import milliseconds
from bot.web.language import LANGUAGE_COOKIE
from bot.web.pages import PAGES as WEB_PAGES
from handlers.desk.alerts import ALERTS
from handlers.desk.page import DeskPage, kind_of
from handlers.desk.pages import PAGES
from handlers.desk.seats import Seat
from handlers.desk.signing_in import needs_key
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.texts import LANGUAGES

TEMPLATES = Path(__file__).parent / "templates"
SHARED = Path(__file__).parents[1] / "web" / "templates"
# of the frame itself, no page's
OWN_QUERY = frozenset({"said", "lang"})


@dataclass(frozen=True, slots=True)
class Frame:
    """Fills the desk's templates."""

    deployment: Deployment
    environment: Environment

    @classmethod
    def load(cls, deployment: Deployment) -> "Frame":
        return cls(deployment, _environment())

    def fill(self, template: str, values: Mapping[str, Any]) -> str:
        """Fills a template; in it `ui` holds the macros of macros.html."""
        ui = self.environment.get_template("macros.html").make_module(dict(values))
        return self.environment.get_template(template).render(values, ui=ui)

    def compile(self) -> None:
        """Compiles all templates of the desk, which the first look at each would do."""
        for template in TEMPLATES.glob("*.html"):
            self.environment.get_template(template.name)


@cache
def _environment() -> Environment:
    """Gives the desk's templates, each compiled once in a process and not looked for again on the disk."""
    return Environment(
        loader=FileSystemLoader([TEMPLATES, SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


FRAME: web.AppKey[Frame] = web.AppKey("desk_frame", Frame)


def chosen_language(request: web.Request) -> str:
    """Gives the language asked for on this device; empty where the account's own counts."""
    asked = (request.query.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, ""))
    return next((language for language in asked if language in LANGUAGES), "")


def values_for_all(request: web.Request, wording: Wording) -> dict[str, Any]:
    """Gives what each template of the desk reads, also where nobody sits at it yet."""
    pages = request.config_dict[WEB_PAGES]
    return {
        "t": wording.text,
        "has_text": wording.has_text,
        "language": wording.language,
        "other": "en" if wording.language == "vi" else "vi",
        "static": pages.static.base,
        "purpose": pages.purpose,
        "words": pages.words(wording.language),
        "here": here(request),
        "once": secrets.token_urlsafe(8),
        "link": lambda **changes: here(request, **changes),
        "asked": dict(request.query),
    }


def values_of_page(request: web.Request, scope: Scope, seat: Seat, page: DeskPage) -> dict[str, Any]:
    open_to = [] if needs_key(seat) else [each for each in PAGES if seat.may_open(each)]
    return values_for_all(request, scope.wording) | {
        "page": page,
        "seat": seat,
        "officer": seat.account,
        "kinds": {kind_of(topic) for topic in page.topics},
        "menu": [each for each in open_to if each.in_menu],
        "hears_alerts": ALERTS in open_to,
        "searches": any(each.path == "people" for each in open_to),
        "day": scope.day,
        "moment": scope.moment,
        "money": scope.money,
        "today": scope.today,
        "now": scope.now,
        "read_at": milliseconds(scope.now),
        "sheet": here(request).replace(request.rel_url.raw_path, f"{request.rel_url.raw_path}.xlsx", 1),
    }


def here(request: web.Request, **changes: object) -> str:
    """Gives the address of this page with other query fields; an empty one is left out."""
    query = {name: value for name, value in request.query.items() if name not in OWN_QUERY}
    query |= {name: str(value) for name, value in changes.items()}
    told = urlencode({name: value for name, value in query.items() if value})
    path = request.rel_url.raw_path
    return f"{path}?{told}" if told else path


async def answer(request: web.Request, template: str, values: Mapping[str, Any], status: int = 200) -> web.Response:
    """Fills the template on a thread: a page of many rows holds up no message."""
    text = await asyncio.to_thread(request.config_dict[FRAME].fill, template, values)
    response = web.Response(text=text, status=status, content_type="text/html")
    response.enable_compression()
    response.headers["Vary"] = "Cookie, Accept-Encoding"
    return response


async def answer_stranger(request: web.Request, template: str, status: int = 200, **values: object) -> web.Response:
    """Shows a page to whoever does not sit at the desk, or not any more."""
    deployment = request.config_dict[FRAME].deployment
    wording = Wording(deployment.texts, chosen_language(request) or "vi")
    return await answer(request, template, values_for_all(request, wording) | values, status)
