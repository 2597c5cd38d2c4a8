"""How many files and sockets this process may have open at once."""

import sys
from contextlib import suppress

# for the database, files, and calls to platforms
KEPT_BACK = 256
UNLIMITED = 1_048_576


def limits() -> tuple[int, int]:
    """Gives how many it may have now, and how many it may ask for; where the system counts none, a great many."""
    if sys.platform == "win32":
        return UNLIMITED, UNLIMITED
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _number(soft), _number(hard)


def _number(limit: int) -> int:
    return min(limit, UNLIMITED) if limit >= 0 else UNLIMITED


def raise_limit() -> int:
    """Asks for as many as are allowed. Gives how many there are now."""
    soft, hard = limits()
    if sys.platform == "win32" or soft >= hard:
        return soft
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    return limits()[0]


def for_sockets() -> int:
    """Gives how many may be connections from outside."""
    soft, _ = limits()
    return max(soft - KEPT_BACK, soft // 2)
