"""The pages of a tip: to write one, its words, to come back with them, and what was answered."""

from typing import Any

from aiohttp import web

from bot.web.language import language_of
from bot.web.pages import PAGES
from bot.web.reading import STORE, read
from bot.web.tips.marks import Marks
from bot.web.tips.sent import PICTURE, TRAP
from handlers.kit.deployment import NUMBERS
from handlers.kit.wording import Wording
from handlers.people.nameless import PATH as TIPS
from rules.tips import LONGEST, MOST_PICTURES
from storage import tips
from storage.tips import Tip


def answer(request: web.Request, template: str, *, problem: str = "", status: int = 200, **more: Any) -> web.Response:
    """Fills a page in the language that its address names; packed, its length would tell more of what is in it."""
    language = language_of(request)
    fields = {"count": MOST_PICTURES, "police": NUMBERS["police"], "words": "", **more.pop("problem_fields", {})}
    page = request.config_dict[PAGES].fill(
        template,
        language,
        path=TIPS,
        lang="?lang=en" if language == "en" else "",
        police=NUMBERS["police"],
        problem=problem,
        problem_fields=fields,
        longest=LONGEST,
        most_pictures=MOST_PICTURES,
        picture=PICTURE,
        trap=TRAP,
        **more,
    )
    return web.Response(text=page, status=status, content_type="text/html")


async def show_write(
    request: web.Request, kept: dict[str, str] | None = None, problem: str = "", status: int = 200
) -> web.Response:
    """Shows the page to write on; `kept`: what was written already and could not be taken."""
    kept = {"about": "", "reader": "", "text": "", **(kept or {})}
    places = await read(request, tips.places)
    return answer(
        request,
        "tip_write.html",
        problem=problem,
        status=status,
        places=places,
        has_above=any(place.above for place in places),
        kept=kept,
        form=_form_for(request, kept.get("form", ""), problem),
    )


def _form_for(request: web.Request, former: str, problem: str) -> str:
    """Gives the form's mark: a new one, unless the former one only has to rest a little longer."""
    marks = Marks(request.config_dict[STORE])
    return former if problem and marks.problem_of(former) != "old" else marks.fresh_form()


def show_open(request: web.Request, problem: str = "", status: int = 200, **fields: object) -> web.Response:
    return answer(request, "tip_open.html", problem=problem, status=status, problem_fields=fields)


async def show_tip(
    request: web.Request, tip: Tip, *, problem: str = "", status: int = 200, text: str = "", is_added: bool = False
) -> web.Response:
    """Shows what was written and answered, and what became of it; officers stay without a name, too."""
    pages, store = request.config_dict[PAGES], request.config_dict[STORE]
    wording = Wording(pages.texts, language_of(request))
    messages = await read(request, lambda db: tips.messages_of(db, tip.id))
    pictures = await read(request, lambda db: tips.pictures_of(db, tip.id))
    lines = [
        {
            "mine": message.by is None,
            "text": message.text,
            "day": wording.day(message.day),
            "pictures": sum(message_id == message.id for _, message_id in pictures),
        }
        for message in messages
    ]
    return answer(
        request,
        "tip_read.html",
        problem=problem,
        status=status,
        state=tip.outcome or tip.state,
        lines=lines,
        ticket=Marks(store).ticket(tip.id),
        form=Marks(store).fresh_form(),
        kept=text,
        is_added=is_added,
    )
