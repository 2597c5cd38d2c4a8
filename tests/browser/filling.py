"""A report told in the browser: the demo's store tells what is asked, the page is pressed by its labels."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from handlers.kit import Outgoing
from handlers.matters import REGISTRY
from storage.conversations import conversations
from storage.database import Db
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox
from tests.browser.conftest import Demo
from tests.browser.phone import Phone
from tests.daytime import daytime
from tests.filling import Asked, Filling
from tests.patience import until


async def reports(demo: Demo, guardian: Phone, *, until: str = "", **stated: Any) -> None:
    """From the menu to the receipt, or to the question named."""
    await guardian.goes_to_the_menu()
    await guardian.presses("Báo lần ghé thăm")
    await guardian.sees(re.compile("vừa ghé thăm ai"))
    await answers(demo, guardian, until=until, **stated)


async def answers(demo: Demo, guardian: Phone, *, after: str = "", until: str = "", **stated: Any) -> None:
    """Fills in the rest of the open form by pressing, from the question that comes `after` the one just answered."""
    await _is_over(demo, after)
    filling = Filling(stated, until)
    while answer := filling.answer(_asked(demo), await guardian.said()):
        for press in answer.presses:
            await guardian.presses(re.compile(rf"^(\d+\. )?{re.escape(_label(demo, press))}$"))


async def _is_over(demo: Demo, question: str) -> None:
    """Waits until the answer to `question` is stored; what the page shows meanwhile may be older."""

    def is_over() -> bool:
        asked = _asked(demo)
        return asked is None or asked.id != question

    await until(is_over, f"{question} to be answered")


@contextmanager
def opened_store(demo: Demo) -> Iterator[Db]:
    store = open_store(f"sqlite:///{demo.folder / 'demo.db'}", Keyring.load(demo.folder / "keys.json"), daytime().now)
    try:
        with store.transaction() as db:
            yield db
    finally:
        store.close()


def _asked(demo: Demo) -> Asked | None:
    """In the one dialogue that is open."""
    with opened_store(demo) as db:
        party = db.execute(select(conversations.c.party_id).where(conversations.c.form.is_not(None))).scalar()
        return Asked.stored(db, REGISTRY, party) if party else None


def _label(demo: Demo, press: str) -> str:
    """As the last reply calls it."""
    newest = select(outbox).where(outbox.c.kind == "reply").order_by(outbox.c.id.desc())
    with opened_store(demo) as db:
        row = db.execute(newest).first()
        assert row is not None
        buttons = Outgoing.from_json(row.body.open_json(row.id)).buttons
    # what was told already is not left out, but is all there is
    wanted = press if any(button.press == press for button in buttons) else press.replace(":!skip", ":!done")
    return next(button.label for button in buttons if button.press == wanted)
