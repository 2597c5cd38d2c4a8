"""Sets up logs, for eyes or for machines: events and ids, never what anybody wrote, never an address with a token."""

import logging
import sys
from typing import Literal

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback


def set_up_logs(style: Literal["pretty", "json"]) -> None:
    """Sends all logs to stderr in one style, and quiets the libraries."""
    for name in ("httpx", "httpcore", "telegram", "aiohttp.access", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    last = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
