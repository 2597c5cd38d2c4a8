"""Tasks have a number in their commune, by which people say which one they mean; those there are numbered in order."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

tasks = sa.table("tasks", sa.column("id"), sa.column("unit"), sa.column("number"))
counters = sa.table("counters", sa.column("unit"), sa.column("kind"), sa.column("last"))


def upgrade() -> None:
    # empty in what the release before writes meanwhile
    op.add_column("tasks", sa.Column("number", sa.Integer))
    place = sa.func.row_number().over(partition_by=tasks.c.unit, order_by=tasks.c.id)
    placed = sa.select(tasks.c.id, place.label("place")).subquery()
    op.execute(sa.update(tasks).where(placed.c.id == tasks.c.id).values(number=placed.c.place))
    last = sa.select(tasks.c.unit, sa.literal("task"), sa.func.max(tasks.c.number)).group_by(tasks.c.unit)
    op.execute(sa.insert(counters).from_select(["unit", "kind", "last"], last))
    op.create_index("uq_tasks_number", "tasks", ["unit", "number"], unique=True)
