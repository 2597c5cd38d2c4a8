"""What is true of accounts: the statuses they have, and what no commune may be left without."""

from collections.abc import Collection
from typing import Literal, get_args

# moved: the person lives in another commune now, which makes an account of its own
Status = Literal["active", "closed", "moved"]
STATUSES: tuple[str, ...] = get_args(Status)


class UnknownStatus(ValueError):
    """An account was about to get a status that rules/accounts.py does not have."""


def leaves_no_admin(roles: Collection[str], *, stays: bool, remaining: Collection[str], others: int) -> bool:
    """Tells whether a change would leave a commune without an active admin.

    `roles` are held now, `remaining` afterwards; `stays`: still active then. `others`: how many further active
    admins the commune has. Nobody else could let somebody in again.
    """
    return "admin" in roles and not others and not (stays and "admin" in remaining)
