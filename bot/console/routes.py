"""The routes of the desk: a page a row of `handlers/desk/pages.py`, the door, and what is pressed and typed."""

import re

from aiohttp import web

from bot.console import demo_seats, showing
from bot.console.doors import CONSOLE
from bot.console.events import CHANGES, add_events
from bot.console.filling import add_filling
from bot.console.frame import FRAME, Frame
from bot.console.new_alerts import add_new_alerts
from bot.console.passkeys import add_passkeys
from bot.console.searching import add_searching
from bot.console.signing_in import add_door
from bot.console.talk import add_talk
from bot.console.ticking import add_ticking
from bot.console.warming import add_warming
from bot.console.watching import add_watching
from bot.wake_ups import WakeUps
from bot.web.demo.page import STAGE
from handlers.desk.pages import PAGES
from handlers.kit.deployment import Deployment

FIELD = re.compile(r"{(\w+)}")


def add_console(app: web.Application, deployment: Deployment, wake_ups: WakeUps | None = None) -> None:
    """Adds the desk to the pages that are there; `wake_ups` tell it of what commits change."""
    app[FRAME] = Frame.load(deployment)
    add_door(app)
    add_passkeys(app)
    add_talk(app)
    add_searching(app)
    add_filling(app)
    add_ticking(app)
    add_events(app)
    add_watching(app, wake_ups)
    add_warming(app)
    add_new_alerts(app)
    if wake_ups is not None:
        wake_ups.listeners.append(app[CHANGES].hear)
    app.router.add_get(CONSOLE, showing.get_first)
    if STAGE in app:
        demo_seats.add_demo_seats(app)
    for page in sorted(PAGES, key=lambda page: "{" in page.path):
        path = f"{CONSOLE}/" + FIELD.sub(r"{\1:[^/.]+}", page.path)
        if page.sheet is not None:
            app.router.add_get(f"{path}.xlsx", showing.sheet_handler(page))
        app.router.add_get(path, showing.page_handler(page))
