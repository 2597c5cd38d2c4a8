"""Offers say more and are looked at first; what people look for; job fairs and who comes."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

# the row's own number on SQLite
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MORE = (
    ("place_units", sa.String()),
    ("requirements", sa.String(600)),
    ("lodging", sa.Boolean()),
    ("meals", sa.Boolean()),
    ("starts_on", sa.Date()),
    ("contact", sa.LargeBinary()),
    ("poster", sa.BigInteger()),
    ("signs", sa.String()),
    ("approved_by", sa.BigInteger()),
    ("approved_at", sa.BigInteger()),
    ("refusal", sa.LargeBinary()),
    ("renewed_at", sa.BigInteger()),
)


def upgrade() -> None:
    for name, kind in MORE:
        op.add_column("offers", sa.Column(name, kind))
    op.create_table(
        "job_searches",
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), autoincrement=False, nullable=False),
        sa.Column("wanted", sa.LargeBinary, nullable=False),
        sa.Column("unsuited", sa.LargeBinary, nullable=False),
        sa.Column("alerts", sa.Boolean, nullable=False),
        sa.Column("told_up_to", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_job_searches"),
    )
    _fairs()


def _fairs() -> None:
    op.create_table(
        "fairs",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("for_whom", sa.String(300), nullable=False),
        sa.Column("details", sa.String(600), nullable=False),
        sa.Column("organisation_id", sa.BigInteger, sa.ForeignKey("organisations.id")),
        sa.Column("posted_by", sa.BigInteger, nullable=False),
        sa.Column("posted_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("signs", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_fairs"),
        sa.UniqueConstraint("unit", "number", name="uq_fairs_unit_number"),
    )
    op.create_index("ix_fairs_open", "fairs", ["unit", "state", "starts_at"])
    op.create_index("ix_fairs_poster", "fairs", ["posted_by"])
    op.create_table(
        "fair_guests",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("fair_id", sa.BigInteger, sa.ForeignKey("fairs.id"), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("named", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fair_guests"),
        sa.UniqueConstraint("fair_id", "person_id", name="uq_fair_guests_fair_id_person_id"),
    )
    op.create_index("ix_fair_guests_person", "fair_guests", ["person_id"])
