"""The routes of tips without a name: plain forms, no session; what a page has to know comes with what it sends."""

import asyncio
from collections.abc import Callable, Sequence

from aiohttp import web
from sqlalchemy.exc import IntegrityError

from bot.web.forms import read_fields
from bot.web.reading import STORE, read
from bot.web.tips.limits import LIMITS, Limits
from bot.web.tips.marks import Marks
from bot.web.tips.pages import answer, show_open, show_tip, show_write
from bot.web.tips.proofs import proof_of
from bot.web.tips.sent import NotTaken, Sent, check, drawn, read_sent
from handlers.people.nameless import PATH as TIPS
from handlers.understand.fold import fold
from rules.tips import WORDS, unknown_in, words_in
from seeds.tip_words import our_words
from storage import tips
from storage.database import Db
from storage.tips import Tip, Written


def add_tips(app: web.Application) -> None:
    app[LIMITS] = Limits()
    app.router.add_get(TIPS, get_write)
    app.router.add_post(f"{TIPS}/send", post_send)
    app.router.add_get(f"{TIPS}/open", get_open)
    app.router.add_post(f"{TIPS}/open", post_open)
    app.router.add_post(f"{TIPS}/more", post_more)


async def get_write(request: web.Request) -> web.Response:
    return await show_write(request)


async def post_send(request: web.Request) -> web.Response:
    """Takes a tip and shows its words; a second press shows them again until officers have been told."""
    sent = await read_sent(request)
    try:
        check(request, sent)
        unit = await _reader_of(request, sent)
        written = Written(sent.text, await drawn(request, sent), Marks(request.config_dict[STORE]).used(sent.form))
        return await _keep(request, sent, unit, written)
    except NotTaken as problem:
        return await show_write(request, sent.fields, problem.code, problem.status)


async def _reader_of(request: web.Request, sent: Sent) -> str:
    """Finds whose officers are to read it. Raises NotTaken."""
    about, wants_above = sent.fields.get("about", ""), sent.fields.get("reader") == "above"
    place = next((place for place in await read(request, tips.places) if place.code == about), None)
    unit = (place.above if wants_above else place.code) if place else ""
    if not unit:
        raise NotTaken("about")
    return unit


async def _keep(request: web.Request, sent: Sent, unit: str, written: Written) -> web.Response:
    phrase = Marks(request.config_dict[STORE]).phrase(sent.form)
    proof = await _hashed(request, phrase)

    def keep(db: Db) -> bool:
        if not tips.was_sent(db, written.form):
            tips.add(db, unit=unit, about=sent.fields["about"], proof=proof, written=written)
        return not tips.is_handed(db, written.form)

    return answer(request, "tip_sent.html", phrase=phrase if await _keep_unless_full(request, keep) else ())


async def _keep_unless_full(request: web.Request, keep: Callable[[Db], bool]) -> bool:
    """Keeps it; True where its words are to be shown. Raises NotTaken."""
    try:
        return await read(request, keep)
    except tips.Full:
        raise NotTaken("full", 429) from None
    except IntegrityError:
        return True  # pressed twice at once: the other one has kept it


async def _hashed(request: web.Request, phrase: Sequence[str]) -> bytes:
    async with request.config_dict[LIMITS].hashing:
        return await asyncio.to_thread(proof_of, request.config_dict[STORE], phrase)


async def get_open(request: web.Request) -> web.Response:
    return show_open(request)


async def post_open(request: web.Request) -> web.Response:
    """Opens a tip by its words; so many wrong ones of all readers together, then all wait."""
    phrase = words_in(fold((await read_fields(request)).get("words", "")))
    if len(phrase) != WORDS:
        return show_open(request, "how_many", 400)
    if unknown := unknown_in(phrase, our_words()):
        return show_open(request, "unknown", 400, words=", ".join(unknown))
    tries = request.config_dict[LIMITS].wrong_words
    if not tries.take(request.config_dict[STORE].now()):
        return show_open(request, "many", 429)
    proof = await _hashed(request, phrase)
    tip = await read(request, lambda db: tips.by_proof(db, proof))
    if tip is None:
        return show_open(request, "words", 404)
    tries.give_back()
    return await show_tip(request, tip)


async def post_more(request: web.Request) -> web.Response:
    """Adds to a tip that was opened a while ago."""
    sent = await read_sent(request)
    tip_id = Marks(request.config_dict[STORE]).opened(sent.fields.get("ticket", ""))
    tip = await _tip(request, tip_id) if tip_id else None
    if tip is None:
        return show_open(request, "ticket", 400)
    try:
        check(request, sent)
        written = Written(sent.text, await drawn(request, sent), Marks(request.config_dict[STORE]).used(sent.form))
        await _keep_unless_full(request, lambda db: _add(db, tip, written))
    except NotTaken as problem:
        return await show_tip(request, tip, problem=problem.code, status=problem.status, text=sent.text)
    return await show_tip(request, tip, is_added=True)


async def _tip(request: web.Request, tip_id: int) -> Tip | None:
    return await read(request, lambda db: tips.get(db, tip_id))


def _add(db: Db, tip: Tip, written: Written) -> bool:
    if not tips.was_sent(db, written.form):
        tips.add_more(db, tip.id, written)
    return True
