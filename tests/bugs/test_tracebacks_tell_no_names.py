"""A page that failed was logged with every variable on the way, names and messages among them."""

import io
import re
from contextlib import redirect_stderr

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import set_up_logs
from storage.database import Store
from tests.tree import code_in, place

TELLS_ALL = re.compile(r"\.exception\(\s*[\"']|exc_info=|show_locals|traceback\.(print|format)_")


def test_no_code_logs_a_traceback() -> None:
    found = [place(file) for file in code_in("bot", "handlers", "storage") if TELLS_ALL.search(file.read_text("utf-8"))]
    assert not found, f"log the kind of the failure and `logs.where(problem)`, never the traceback: {found}"


def test_a_logged_exception_shows_no_variables() -> None:
    written = io.StringIO()
    with redirect_stderr(written):
        set_up_logs("pretty")
        log = structlog.get_logger()
        try:
            _fails("Bí" + " " + "Mật")
        except ZeroDivisionError:
            log.exception("page.failed")
        structlog.reset_defaults()
    assert "page.failed" in written.getvalue()
    assert "Bí Mật" not in written.getvalue()


def test_a_failing_statement_tells_no_parameters(store: Store) -> None:
    with pytest.raises(SQLAlchemyError) as problem, store.transaction() as db:
        db.execute(text("SELECT :name FROM no_such_table"), {"name": "Bí Mật"})
    assert "Bí Mật" not in str(problem.value)


def _fails(said: str) -> float:
    return len(said) / 0
