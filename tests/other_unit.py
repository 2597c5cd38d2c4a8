"""Puts an account into another commune, as no caller of the service can."""

from sqlalchemy import update

from storage.accounts import accounts
from storage.database import Db


def put_into(db: Db, account_id: int, unit: str) -> None:
    db.execute(update(accounts).where(accounts.c.id == account_id).values(unit=unit))
