"""Sets up logs, for eyes or for machines: events and ids, never what anybody wrote, never an address with a token."""

import logging
import sys
import traceback
from typing import Literal, TextIO, cast

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback

from bot.log_stream import LossyStream

# what these say of a failure quotes requests and the state of tasks
WITH_WORDS = ("aiohttp", "asyncio")


def where(problem: BaseException) -> str:
    """Gives file and line of the innermost frame: enough to find it, nothing anybody wrote."""
    frames = traceback.extract_tb(problem.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""


class Reduced(logging.Handler):
    """Passes on that a library has trouble, and of what kind; its own words may hold what somebody wrote."""

    def emit(self, record: logging.LogRecord) -> None:
        problem = record.exc_info[1] if record.exc_info else None
        failure, place = (type(problem).__name__, where(problem)) if problem else ("", "")
        log = structlog.get_logger()
        log.log(record.levelno, "library.trouble", library=record.name, failure=failure, where=place)


def set_up_logs(style: Literal["pretty", "json"]) -> None:
    """Sends all logs to stderr in one style, and quiets the libraries; no log line ever holds up the work."""
    logging.lastResort = Reduced(logging.WARNING)
    for name in ("httpx", "httpcore", "telegram", "aiohttp.access", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in WITH_WORDS:
        logging.getLogger(name).handlers = [Reduced(logging.WARNING)]
        logging.getLogger(name).propagate = False
    last = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else ConsoleRenderer(colors=sys.stderr is not None and sys.stderr.isatty(), exception_formatter=plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, LossyStream(sys.stderr))),
        cache_logger_on_first_use=True,
    )
