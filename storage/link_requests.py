"""Further chats that wait to be linked: until somebody says yes in a chat the account has, or an officer in person."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, bindparam, select, text, update

from rules import links
from rules.approvals import LIFE as SECOND_LIFE
from storage.columns import Id, Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata

IS_WAITING = text("state = 'waiting'")
link_requests = Table(
    "link_requests",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("answers", Sealed("link_requests.answers"), nullable=False),
    Column("state", String(10), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", BigInteger),
    Column("figures_proof", LargeBinary),
    Column("figures_by", BigInteger),
    Column("figures_until", Instant),
    Column("figures_tries", Integer, nullable=False),
    Index("uq_link_requests_account", "account_id", unique=True, sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
    Index("uq_link_requests_chat", "chat_id", unique=True, sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
    Index("ix_link_requests_account", "account_id"),
    Index("ix_link_requests_expiry", "expires_at"),
)


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """A chat that has brought the right code and year of an account which has a chat already.

    `state`: waiting, confirmed, refused or replaced; doubted where the code was right and the year or the name was
    not, and vouched once an officer knows whose it is. `figures_by`: the officer on whose screen six figures stand.
    """

    id: int
    unit: str
    account_id: int
    chat_id: int
    state: str
    expires_at: datetime
    figures_by: int | None
    sealed_answers: SealedCell

    def is_waiting(self, now: datetime) -> bool:
        return self.state == "waiting" and now < self.expires_at

    @property
    def answers(self) -> dict[str, Any]:
        content: dict[str, Any] = self.sealed_answers.open_json(self.id)
        return content


COLUMNS = (
    link_requests.c.id,
    link_requests.c.unit,
    link_requests.c.account_id,
    link_requests.c.chat_id,
    link_requests.c.state,
    link_requests.c.expires_at,
    link_requests.c.figures_by,
    link_requests.c.answers,
)
ONE = select(*COLUMNS).where(link_requests.c.id == bindparam("id"))
STILL_WAITS = (link_requests.c.state == "waiting", link_requests.c.expires_at > bindparam("now", type_=Instant))
OF_ACCOUNT = select(*COLUMNS).where(link_requests.c.account_id == bindparam("account"), *STILL_WAITS)
OF_CHAT = select(*COLUMNS).where(link_requests.c.chat_id == bindparam("chat"), *STILL_WAITS)
ALL_OF = select(*COLUMNS).where(link_requests.c.account_id == bindparam("account"))
END = update(link_requests).where(link_requests.c.id == bindparam("request"), *STILL_WAITS)
REPLACE = update(link_requests).where(link_requests.c.state == "waiting")
DOUBTED = (
    select(*COLUMNS)
    .where(
        link_requests.c.state == "doubted",
        link_requests.c.expires_at > bindparam("now", type_=Instant),
    )
    .order_by(link_requests.c.id.desc())
    .limit(1)
)
VOUCHED = select(link_requests.c.id).where(
    link_requests.c.account_id == bindparam("account"),
    link_requests.c.chat_id == bindparam("chat"),
    link_requests.c.state == "vouched",
    link_requests.c.expires_at > bindparam("now", type_=Instant),
)
DECIDE = update(link_requests).where(
    link_requests.c.id == bindparam("request"),
    link_requests.c.state == "doubted",
    link_requests.c.expires_at > bindparam("now", type_=Instant),
)
SHOW = END.values(
    figures_proof=bindparam("proof"), figures_by=bindparam("by"), figures_until=bindparam("until"), figures_tries=0
)
TRY = END.where(
    link_requests.c.figures_until > bindparam("now", type_=Instant), link_requests.c.figures_tries < links.FIGURES_TRIES
)


def ask(db: Db, *, unit: str, account_id: int, chat_id: int, answers: Mapping[str, Any]) -> LinkRequest:
    """Notes that the chat waits, with what was answered in it; what waited of either before does so no longer."""
    for column, value in ((link_requests.c.account_id, account_id), (link_requests.c.chat_id, chat_id)):
        db.execute(REPLACE.where(column == value).values(state="replaced", ended_at=db.now))
    return _add(db, "waiting", unit=unit, account_id=account_id, chat_id=chat_id, answers=answers)


def doubt(db: Db, *, unit: str, account_id: int, chat_id: int) -> LinkRequest | None:
    """Notes that the chat has the account's code and not its year or name; None while another of it is asked about."""
    if db.execute(DOUBTED.where(link_requests.c.account_id == account_id), {"now": db.now}).first():
        return None
    return _add(db, "doubted", unit=unit, account_id=account_id, chat_id=chat_id, answers={})


def doubted(db: Db, unit: str) -> LinkRequest | None:
    """Finds the last one of the commune that an officer is asked about; None if none is."""
    row = db.execute(DOUBTED.where(link_requests.c.unit == unit), {"now": db.now}).first()
    return LinkRequest(*row) if row else None


def decide(db: Db, request_id: int, state: str, by: int) -> bool:
    """Ends the doubt: vouched, for a day, or refused. False if somebody was quicker, or its day is over."""
    values = {"state": state, "ended_at": db.now, "ended_by": by, "expires_at": db.now + links.CONFIRM_LIFE}
    return db.execute(DECIDE.values(values), {"request": request_id, "now": db.now}).rowcount == 1


def is_vouched(db: Db, account_id: int, chat_id: int) -> bool:
    """Tells whether an officer has said that this chat is the account's owner's."""
    return db.execute(VOUCHED, {"account": account_id, "chat": chat_id, "now": db.now}).first() is not None


def _add(db: Db, state: str, *, unit: str, account_id: int, chat_id: int, answers: Mapping[str, Any]) -> LinkRequest:
    request_id = db.new_id()
    row = {
        "id": request_id,
        "unit": unit,
        "account_id": account_id,
        "chat_id": chat_id,
        "answers": seal_json(request_id, dict(answers)),
        "state": state,
        "made_at": db.now,
        "expires_at": db.now + links.CONFIRM_LIFE,
        "figures_tries": 0,
    }
    db.execute(link_requests.insert(), row)
    asked = get(db, request_id)
    assert asked is not None
    return asked


def get(db: Db, request_id: int) -> LinkRequest | None:
    """Reads a request; None if there is none of this id."""
    row = db.execute(ONE, {"id": request_id}).first()
    return LinkRequest(*row) if row else None


def of_account(db: Db, account_id: int) -> LinkRequest | None:
    """Finds the request that waits for the account; None if none does."""
    row = db.execute(OF_ACCOUNT, {"account": account_id, "now": db.now}).first()
    return LinkRequest(*row) if row else None


def of_chat(db: Db, chat_id: int) -> LinkRequest | None:
    """Finds the request that waits in the chat; None if none does."""
    row = db.execute(OF_CHAT, {"chat": chat_id, "now": db.now}).first()
    return LinkRequest(*row) if row else None


def latest(db: Db, account_id: int) -> LinkRequest | None:
    """Reads the account's last request, ended or not; None if there was none lately."""
    rows = db.execute(ALL_OF, {"account": account_id})
    return max((LinkRequest(*row) for row in rows), key=lambda request: request.id, default=None)


def end(db: Db, request_id: int, state: str, by: int | None) -> bool:
    """Ends one that waits: confirmed or refused. False if it has ended, or its day is over."""
    ended = END.values(state=state, ended_at=db.now, ended_by=by, figures_proof=None)
    return db.execute(ended, {"request": request_id, "now": db.now}).rowcount == 1


def wait_on(db: Db, request_id: int) -> None:
    """Lets one that waits do so as long as a second officer may take to agree; figures shown for it are used up."""
    later = END.values(expires_at=bindparam("until", type_=Instant), figures_proof=None)
    db.execute(later, {"request": request_id, "now": db.now, "until": db.now + SECOND_LIFE})


def show_figures(db: Db, request_id: int, by: int) -> str | None:
    """Makes six figures for an officer's screen, which end those before; None if the request waits no longer."""
    figures = f"{secrets.randbelow(10**links.FIGURES):0{links.FIGURES}}"
    shown = {"proof": _proof(db, request_id, figures), "by": by, "until": db.now + links.FIGURES_LIFE}
    kept = db.execute(SHOW, {"request": request_id, "now": db.now, **shown}).rowcount
    return figures if kept else None


def try_figures(db: Db, request_id: int, figures: str) -> bool | None:
    """Tells whether these figures stand on the officer's screen; None if none do, or too many were tried."""
    counted = TRY.values(figures_tries=link_requests.c.figures_tries + 1).returning(link_requests.c.figures_proof)
    row = db.execute(counted, {"request": request_id, "now": db.now}).first()
    if row is None or row.figures_proof is None:
        return None
    return secrets.compare_digest(bytes(row.figures_proof), _proof(db, request_id, figures))


def _proof(db: Db, request_id: int, figures: str) -> bytes:
    return db.blind("link_requests.figures", f"{request_id}:{figures}")
