"""What this process knows of itself, handed to the page that shows it: the same that /readyz tells machines."""

from typing import Any

from aiohttp import web

from bot.web.health.routes import VITALS, WAYS_OUT
from handlers.desk import ailments
from handlers.kit.scope import Scope


async def vital_signs(request: web.Request, scope: Scope) -> dict[str, Any]:
    """Gives how each channel is that this process delivers, and what ails the process itself."""
    vitals, ways = request.config_dict[VITALS], request.config_dict[WAYS_OUT]()
    ailing = {**vitals.warnings, **await vitals.troubles()}
    return {
        "channels_now": {
            way.channel: ailments.of_channel(scope.wording, is_here=way.is_here, code=way.ails) for way in ways
        },
        "ailing": [ailments.of_part(scope.wording, part, code) for part, code in sorted(ailing.items())],
    }
