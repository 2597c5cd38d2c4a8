"""Roles as people read them: «người giúp đỡ, cán bộ»."""

from collections.abc import Collection

from handlers.kit.wording import Wording
from rules.roles import held


def named(wording: Wording, codes: Collection[str]) -> str:
    """Names the roles in the order of rules/roles.py."""
    return ", ".join(wording.text(f"role.{role.code}") for role in held(codes)) or wording.text("role.none")
