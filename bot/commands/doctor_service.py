"""Asks the running service how it does, for the doctor: what it cannot see from outside, the service knows itself."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.findings import Finding
from bot.settings import Settings

PATIENCE = 10.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
CURE = "see the log of the service; what is dead or stuck is started again by itself, and named there each time"


def running_service(settings: Settings) -> Iterator[Finding]:
    """Reads /readyz of the service that listens where the settings say; finds nothing bad where none does."""
    address = f"{EVERYWHERE.get(settings.host, _written(settings.host))}:{settings.port}"
    answer = _readiness(f"http://{address}/readyz")
    if answer is None:
        yield Finding("off", f"service: none answers on {address}", "`python -m bot serve` starts it")
        return
    troubles = _texts(answer.get("troubles"))
    for part, code in sorted(troubles.items()):
        yield Finding("bad", f"service: {part}: {code}", CURE)
    for part, code in sorted(_texts(answer.get("warnings")).items()):
        yield Finding("off", f"service: {part}: {code}")
    if not troubles:
        yield Finding("good", f"service: it runs on {address} and is ready")
    for channel, state in sorted(_texts(answer.get("channels")).items()):
        if state.startswith("ails"):
            yield Finding("bad", f"{channel.replace('_', ' ')}: the running service says: {state}", CURE)


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _readiness(url: str) -> Mapping[str, Any] | None:
    """Gives the answer, whatever its status; None where nobody answers, or something else than our service."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:
            body = response.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            body = refusal.read()
    except (OSError, ValueError):
        return None
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and "ready" in answer else None


def _texts(answer: object) -> dict[str, str]:
    return {str(name): str(code) for name, code in answer.items()} if isinstance(answer, dict) else {}
