"""Shows officers who have the same alert open that they are two; kept in memory, for a node has nothing to keep."""

import time
from dataclasses import dataclass, field

from aiohttp import web

from bot.console.doors import CONSOLE, shown_key
from bot.console.events import CHANGES, OF_DESK
from bot.console.frame import FRAME, answer, chosen_language, values_for_all
from bot.web.reading import read
from handlers.desk import showing
from handlers.desk.alert import ALERT
from handlers.desk.watching import Watcher, watcher_of

# seconds: an open page says every fifteen that somebody looks
LASTS = 40.0


@dataclass(slots=True)
class Watchers:
    """Alert → account → the officer's name, and until when they count as looking."""

    _looking: dict[int, dict[int, tuple[str, float]]] = field(default_factory=dict)

    def note(self, watcher: Watcher, now: float) -> bool:
        """Notes that somebody looks; True if they did not just before."""
        self._forget(now)
        looking = self._looking.setdefault(watcher.alert_id, {})
        is_new = watcher.account_id not in looking
        looking[watcher.account_id] = (watcher.name, now + LASTS)
        return is_new

    def others(self, watcher: Watcher) -> list[str]:
        """Names who else has the alert open."""
        looking = self._looking.get(watcher.alert_id, {})
        return sorted(name for account, (name, _) in looking.items() if account != watcher.account_id)

    def _forget(self, now: float) -> None:
        for alert_id, looking in list(self._looking.items()):
            left = {account: seen for account, seen in looking.items() if seen[1] > now}
            if left:
                self._looking[alert_id] = left
            else:
                del self._looking[alert_id]


WATCHERS: web.AppKey[Watchers] = web.AppKey("desk_watchers", Watchers)


def add_watching(app: web.Application) -> None:
    app[WATCHERS] = Watchers()
    app.router.add_get(rf"{CONSOLE}/alerts/{{alert:\d{{1,19}}}}/watching", get_watching)


async def get_watching(request: web.Request) -> web.StreamResponse:
    """Notes that this officer looks, and answers with who else does; their pages hear of it at once."""
    key, language, deployment = shown_key(request), chosen_language(request), request.config_dict[FRAME].deployment
    asked = dict(request.match_info)
    found = await read(request, lambda db: showing.look_at(db, deployment, key, language, ALERT, asked, watcher_of))
    if found is None or not isinstance(found.result, Watcher):
        raise web.HTTPNotFound
    watchers = request.config_dict[WATCHERS]
    if watchers.note(found.result, time.monotonic()):
        request.config_dict[CHANGES].hear(frozenset({f"{OF_DESK}{found.result.unit}:watching"}))
    values = values_for_all(request, found.scope.wording) | {"names": watchers.others(found.result)}
    return await answer(request, "watching.html", values)
