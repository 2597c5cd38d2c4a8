"""Alembic's environment: runs the versions on the connection that `storage.migrations` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import TypeDecorator

from storage.tables import metadata


def by_impl(kind: str, element: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Names plain types in a version, so that it stays as it is when our own types change."""
    if kind == "type" and isinstance(element, TypeDecorator):
        return f"sa.{element.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_item=by_impl,
)
context.run_migrations()
