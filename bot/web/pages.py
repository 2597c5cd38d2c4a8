"""Pages from templates, in the reader's language; and the pages that say what went wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import structlog
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.logs import where
from bot.web.language import language_of
from bot.web.reading import AWAY
from bot.web.refusals import Refused
from bot.web.security import Handler
from bot.web.static_files import StaticFiles, static_files
from handlers.people.nameless import PATH as TIPS
from handlers.texts import Texts

log = structlog.get_logger()
WORDS = "page.js."
DESK = "/console"
# what the desk says otherwise than the chat
OF_DESK = ("away", "missing", "refused")
PROBLEMS = {
    400: "refused",
    403: "refused",
    404: "missing",
    409: "left",
    413: "too_large",
    415: "refused",
    429: "too_many",
    500: "away",
    503: "away",
}


@cache
def _environment() -> Environment:
    """Gives the templates, each compiled once in a process."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(slots=True)
class Pages:
    """Fills templates. `purpose`: demo or trying, which every page says above; empty for the real service."""

    texts: Texts
    static: StaticFiles
    environment: Environment
    purpose: str = ""

    @classmethod
    def load(cls, texts: Texts, purpose: str = "") -> "Pages":
        return cls(texts, static_files(), _environment(), purpose)

    def say(self, language: str) -> Callable[..., str]:
        def text(key: str, **fields: object) -> str:
            return self.texts.find(language, key).format_map(fields)

        return text

    def words(self, language: str) -> str:
        """Gives the sentences that the scripts say, as JSON."""
        texts = self.texts.by_language[language].items()
        return json.dumps({key.removeprefix(WORDS): text for key, text in texts if key.startswith(WORDS)})

    def fill(self, template: str, language: str, **values: object) -> str:
        return self.environment.get_template(template).render(
            t=self.say(language),
            language=language,
            other="en" if language == "vi" else "vi",
            static=self.static.base,
            purpose=self.purpose,
            **values,
        )

    def answer(self, request: web.Request, template: str, status: int = 200, **values: object) -> web.Response:
        language = language_of(request)
        text = self.fill(template, language, words=self.words(language), **values)
        response = web.Response(text=text, status=status, content_type="text/html")
        response.enable_compression()
        response.headers["Vary"] = "Cookie, Accept-Encoding"
        return response


PAGES: web.AppKey[Pages] = web.AppKey("pages", Pages)


def json_answer(content: object, status: int = 200) -> web.Response:
    """Letters as they are and packed: Vietnamese escaped letter by letter is three times as long."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    response = web.json_response(text=text, status=status)
    response.enable_compression()
    return response


@web.middleware
async def say_what_went_wrong(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors as a page to a reader and as a bare status to a script; the database away is 503."""
    try:
        return await handler(request)
    except web.HTTPException as problem:
        if problem.status < 400:
            raise
        again_after = int(problem.headers.get("Retry-After", 0))
        return _problem(request, problem.status, allow=problem.headers.get("Allow", ""), again_after=again_after)
    except Refused as refusal:
        return _problem(request, refusal.status, code=refusal.code, again_after=refusal.again_after)
    except ConnectionResetError:
        raise
    except web.RequestPayloadError:
        return _problem(request, 400)
    except AWAY as problem:
        log.warning("page.away", kind=type(problem).__name__)
        return _problem(request, 503)
    except Exception as problem:  # noqa: BLE001  a traceback would tell what somebody wrote
        log.error("page.failed", route=_route(request), failure=type(problem).__name__, where=where(problem))
        return _problem(request, 500)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "none"


def _problem(
    request: web.Request, status: int, *, code: str = "", allow: str = "", again_after: int = 0
) -> web.Response:
    if "text/html" not in request.headers.get("Accept", ""):
        response = web.json_response({"status": status, **({"code": code} if code else {})}, status=status)
    else:
        code = code or PROBLEMS.get(status, "missing" if status < 500 else "away")
        back = next((path for path in ("/demo", "/setup", DESK, TIPS) if request.path.startswith(path)), "/chat")
        if back == DESK and code in OF_DESK:
            code = f"desk_{code}"
        response = request.config_dict[PAGES].answer(request, "problem.html", status, code=code, back=back)
    if allow:
        response.headers["Allow"] = allow
    if again_after or status == 503:
        response.headers["Retry-After"] = str(again_after or 5)
    return response
