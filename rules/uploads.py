"""How large a file may be, how much a stranger may send, and how much of a disk stays free."""

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST_OF_SESSION = 20 * MEGABYTE
MOST_OF_ALL = 200 * MEGABYTE
KEPT_FREE = 1024 * MEGABYTE


def leaves_room(size: int, *, free: int, disk: int) -> bool:
    """Says whether a disk keeps a gigabyte free after so many bytes; of a small disk, a tenth is enough."""
    return free - size >= min(KEPT_FREE, disk // 10)
