"""The routes of the desk: a page a row of `handlers/desk/pages.py`, the door, and what is pressed and typed."""

import re

from aiohttp import web

from bot.console import showing, trying
from bot.console.doors import CONSOLE
from bot.console.frame import FRAME, Frame
from bot.web.demo.page import STAGE
from handlers.desk.pages import PAGES
from handlers.kit.deployment import Deployment

FIELD = re.compile(r"{(\w+)}")


def add_console(app: web.Application, deployment: Deployment) -> None:
    app[FRAME] = Frame.load(deployment)
    app.router.add_get(CONSOLE, showing.get_first)
    if STAGE in app:
        trying.add_trying(app)
    for page in sorted(PAGES, key=lambda page: "{" in page.path):
        path = f"{CONSOLE}/" + FIELD.sub(r"{\1:[^/.]+}", page.path)
        if page.sheet is not None:
            app.router.add_get(f"{path}.xlsx", showing.sheet_handler(page))
        app.router.add_get(path, showing.page_handler(page))
