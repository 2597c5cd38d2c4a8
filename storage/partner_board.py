"""What the partners of a commune have pledged, page by page, and how much each of them offers."""

from datetime import date

from sqlalchemy import BigInteger, Date, and_, bindparam, func, or_, select

from rules.offers import LIVE
from storage.database import Db
from storage.offers import offers
from storage.pledges import COLUMNS, LATEST_LAST, Pledge, pledges

PLEDGES = select(*COLUMNS).where(pledges.c.unit == bindparam("unit")).order_by(*LATEST_LAST).limit(bindparam("most"))
# days run down and ids up, so that it is no comparison of pairs
LAST_UNTIL = bindparam("last_until", type_=Date)
BEYOND = and_(
    pledges.c.until <= LAST_UNTIL,
    or_(pledges.c.until < LAST_UNTIL, pledges.c.id > bindparam("last_id", type_=BigInteger)),
)
PLEDGED = (
    select(pledges.c.organisation_id, func.count())
    .where(pledges.c.unit == bindparam("unit"))
    .group_by(pledges.c.organisation_id)
)
OFFERED = (
    select(offers.c.organisation_id, func.count())
    .where(offers.c.unit == bindparam("unit"), offers.c.state.in_(LIVE))
    .group_by(offers.c.organisation_id)
)


def pledges_page(db: Db, unit: str, *, most: int, after: tuple[date, int] | None = None) -> list[Pledge]:
    """Lists the commune's pledges, over ones too, what runs longest first, from the one `after` (until, id) on."""
    keys: dict[str, object] = {"unit": unit, "most": most}
    if after is None:
        return [Pledge(*row) for row in db.execute(PLEDGES, keys)]
    beyond = {**keys, "last_until": after[0], "last_id": after[1]}
    return [Pledge(*row) for row in db.execute(PLEDGES.where(BEYOND), beyond)]


def pledged_of(db: Db, unit: str) -> dict[int, int]:
    """Maps organisation → how many pledges it has made in the commune."""
    return {row[0]: row[1] for row in db.execute(PLEDGED, {"unit": unit})}


def offers_of(db: Db, unit: str) -> dict[int, int]:
    """Maps organisation → how many of its offers are open or held in the commune."""
    return {row[0]: row[1] for row in db.execute(OFFERED, {"unit": unit})}
