"""Imports structlog without rich: five megabytes for tracebacks in colour, which no log of ours has."""

import sys
from importlib import import_module

RICH = "rich"


def load() -> None:
    """Imports structlog as where rich is not installed; whoever asks for rich afterwards gets it."""
    if RICH in sys.modules:
        return
    sys.modules[RICH] = None  # type: ignore[assignment]
    try:
        import_module("structlog.dev")
    finally:
        del sys.modules[RICH]
