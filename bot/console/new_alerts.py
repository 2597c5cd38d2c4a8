"""Tells open pages, whichever they are, of alerts that have come; a stream only says that something has changed."""

from aiohttp import web

from bot.console.doors import CONSOLE, shown_key
from bot.console.frame import FRAME, answer, chosen_language, values_for_all
from bot.web.reading import read
from handlers.desk import showing
from handlers.desk.alerts import ALERTS
from handlers.desk.new_alerts import NewAlerts, new_alerts


def add_new_alerts(app: web.Application) -> None:
    app.router.add_get(f"{CONSOLE}/alerts/came", get_new_alerts)


async def get_new_alerts(request: web.Request) -> web.StreamResponse:
    """Shows what has come since the page was opened."""
    key, language, deployment = shown_key(request), chosen_language(request), request.config_dict[FRAME].deployment
    asked = showing.trimmed(request.query)
    look = await read(request, lambda db: showing.look_at(db, deployment, key, language, ALERTS, asked, new_alerts))
    if look is None or not isinstance(look.result, NewAlerts):
        raise web.HTTPNotFound
    return await answer(request, "came.html", values_for_all(request, look.scope.wording) | {"came": look.result})
