"""What is opened and compiled before an officer of a large commune asks for it: names, and what pages are read with."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from handlers.desk.page import DeskPage, Missing
from handlers.desk.pages import PAGES
from handlers.desk.seats import Seat
from handlers.kit.deployment import Deployment
from storage import access, people_search
from storage.database import Db

# with fewer people the first look costs little more than the next
MANY = 500
AT_ONCE = 200
Piece = Callable[[Db], object]


def people_of(db: Db, seat: Seat) -> list[int]:
    """Lists whose names are to be opened; nobody where there are few."""
    ids = people_search.managed(db, seat.account.unit) if "officer" in seat.roles else []
    return ids if len(ids) > MANY else []


def pieces(deployment: Deployment, seat: Seat, people: list[int]) -> Iterator[Piece]:
    """Gives the work in short pieces, for transactions that only read: nothing is shown or written down."""
    for start in range(0, len(people), AT_ONCE):
        yield partial(people_search.learn_names, ids=people[start : start + AT_ONCE])
    for page in PAGES if people else ():
        if "{" not in page.path and seat.may_open(page):
            yield partial(_look, deployment, seat, page)


def _look(deployment: Deployment, seat: Seat, page: DeskPage, db: Db) -> None:
    with suppress(Missing, access.NotAllowed):
        page.gather(seat.scope(db, deployment), {})
