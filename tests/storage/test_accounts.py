"""Accounts: whatever changes who somebody is here is written down, the reason apart from it and sealed."""

import pytest
from sqlalchemy import LargeBinary, String, select, type_coerce

from rules.accounts import UnknownStatus, leaves_no_admin
from rules.roles import UnknownRole
from storage import account_changes, accounts
from storage.audit import audit
from storage.database import Db, Store
from tests.storage.commune import OTHER_UNIT, UNIT, Commune, who

WHY = "Chị Mai chuyển công tác lên tỉnh"


def entries(db: Db, account_id: int) -> list[tuple[str, int | None, str, str]]:
    rows = db.execute(
        select(audit.c.unit, audit.c.actor, audit.c.action, audit.c.detail)
        .where(audit.c.subject == account_id)
        .order_by(audit.c.seq)
    )
    return [tuple(row) for row in rows]


def test_adding_roles_and_status_are_in_the_audit_of_their_commune(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        mai = accounts.add(db, unit=OTHER_UNIT, name="Hồ Thị Mai", roles=("guardian",), by=commune.officer)
        accounts.set_roles(db, mai, ("guardian", "officer"), by=commune.officer)
        accounts.set_status(db, mai, "closed", by=None)
        accounts.set_duty(db, mai, False, by=None)
    with store.transaction() as db:
        assert entries(db, mai) == [
            (OTHER_UNIT, commune.officer, "account.added", "status=active roles=guardian"),
            (OTHER_UNIT, commune.officer, "account.roles", "roles=guardian,officer"),
            (OTHER_UNIT, None, "account.status", "status=closed"),
            (OTHER_UNIT, None, "duty.off", ""),
        ]
        account = who(db, mai)
        assert (account.roles, account.status, account.on_duty) == (("guardian", "officer"), "closed", False)


def test_why_lies_sealed_beside_the_change_and_never_in_the_audit(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        accounts.set_status(db, commune.second_officer, "moved", by=commune.officer, why=WHY)
    with store.transaction() as db:
        latest = account_changes.of_account(db, commune.second_officer)[0]
        assert (latest.what, latest.by, latest.why) == ("status=moved", commune.officer, WHY)
        stored = db.execute(select(type_coerce(account_changes.account_changes.c.why, LargeBinary))).scalars()
        assert all(WHY.encode() not in cell for cell in stored if cell)
        assert all(WHY not in detail for *_, detail in entries(db, commune.second_officer))


def test_an_unknown_status_or_role_changes_nothing(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        before = who(db, commune.officer)
        with pytest.raises(UnknownStatus):
            accounts.set_status(db, commune.officer, "gone", by=None)
        with pytest.raises(UnknownRole):
            accounts.set_roles(db, commune.officer, ("officer", "chief"), by=None)
        with pytest.raises(UnknownRole):
            accounts.add(db, unit=UNIT, name="Vi Văn Xa", roles=("chief",))
        after = who(db, commune.officer)
        assert (after.roles, after.status) == (before.roles, before.status)


def test_every_role_and_status_follows_from_the_audit(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        accounts.set_roles(db, commune.guardian, ("guardian", "partner"), by=commune.officer)
        accounts.set_status(db, commune.stand_in, "closed", by=commune.officer)
        accounts.set_status(db, commune.stand_in, "active", by=commune.officer)
        accounts.set_status(db, commune.partner, "moved", by=None)
    with store.transaction() as db:
        table = accounts.accounts
        stored = db.execute(select(table.c.id, table.c.status, type_coerce(table.c.roles, String))).all()
        for account_id, status, roles in stored:
            said: dict[str, str] = {}
            for *_, detail in entries(db, account_id):
                said |= dict(part.split("=") for part in detail.split())
            assert said == {"status": status, "roles": roles.strip(",")}


@pytest.mark.parametrize(
    ("roles", "stays", "remaining", "others", "forbidden"),
    [
        (("admin",), False, ("admin",), 0, True),
        (("admin", "officer"), True, ("officer",), 0, True),
        (("admin", "officer"), True, ("admin",), 0, False),
        (("admin",), False, ("admin",), 1, False),
        (("officer",), False, ("officer",), 0, False),
    ],
)
def test_no_commune_loses_its_last_admin(
    roles: tuple[str, ...], stays: bool, remaining: tuple[str, ...], others: int, forbidden: bool
) -> None:
    assert leaves_no_admin(roles, stays=stays, remaining=remaining, others=others) is forbidden
