"""Shows officers who have the same alert open that they are two, on whatever node; kept in memory and nowhere else."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from aiohttp import web

from bot.console.doors import CONSOLE, shown_key
from bot.console.events import CHANGES, OF_DESK, Changes
from bot.console.frame import FRAME, answer, chosen_language, values_for_all
from bot.wake_ups import WakeUps
from bot.web.reading import read
from handlers.desk import showing
from handlers.desk.alert import ALERT
from handlers.desk.watching import Watching, look_on, looked_at
from handlers.kit.commands import id_in

# seconds: an open page says every fifteen that somebody looks
LASTS = 40.0


@dataclass(slots=True)
class Watchers:
    """Alert → account → until when they count as looking. `tell` passes a look on, to this node too."""

    changes: Changes
    now: Callable[[], float] = time.monotonic
    tell: Callable[[frozenset[str]], None] | None = None
    _looking: dict[int, dict[int, float]] = field(default_factory=dict)

    def look(self, watching: Watching) -> None:
        """Has all nodes know that somebody looks."""
        (self.tell or self.hear)(frozenset({watching.signal}))

    def hear(self, signals: frozenset[str]) -> None:
        """Notes who looks, here or on another node; pages hear of somebody who did not just before."""
        for signal in signals:
            if look := looked_at(signal):
                unit, alert_id, account_id = look
                if self._note(alert_id, account_id):
                    self.changes.hear(frozenset({f"{OF_DESK}{unit}:watching"}))

    def at(self, alert_id: int) -> frozenset[int]:
        """Gives the accounts that have the alert open."""
        self._forget()
        return frozenset(self._looking.get(alert_id, ()))

    def _note(self, alert_id: int, account_id: int) -> bool:
        self._forget()
        looking = self._looking.setdefault(alert_id, {})
        is_new = account_id not in looking
        looking[account_id] = self.now() + LASTS
        return is_new

    def _forget(self) -> None:
        now = self.now()
        for alert_id, looking in list(self._looking.items()):
            left = {account: until for account, until in looking.items() if until > now}
            if left:
                self._looking[alert_id] = left
            else:
                del self._looking[alert_id]


WATCHERS: web.AppKey[Watchers] = web.AppKey("desk_watchers", Watchers)


def add_watching(app: web.Application, wake_ups: WakeUps | None) -> None:
    """Adds who looks at an alert; `wake_ups` pass it on to the other nodes."""
    watchers = app[WATCHERS] = Watchers(app[CHANGES])
    if wake_ups is not None:
        watchers.tell = wake_ups.pass_on
        wake_ups.listeners.append(watchers.hear)
    app.router.add_get(rf"{CONSOLE}/alerts/{{alert:\d{{1,19}}}}/watching", get_watching)


async def get_watching(request: web.Request) -> web.StreamResponse:
    """Notes that this officer looks, and answers with who else does; their pages hear of it at once."""
    key, language, deployment = shown_key(request), chosen_language(request), request.config_dict[FRAME].deployment
    asked, watchers = dict(request.match_info), request.config_dict[WATCHERS]
    seen = partial(look_on, looking=watchers.at(id_in(asked["alert"])))
    seen_alert = await read(request, lambda db: showing.look_at(db, deployment, key, language, ALERT, asked, seen))
    if seen_alert is None or not isinstance(seen_alert.result, Watching):
        raise web.HTTPNotFound
    watchers.look(seen_alert.result)
    values = values_for_all(request, seen_alert.scope.wording) | {"names": seen_alert.result.others}
    return await answer(request, "watching.html", values)
