"""Makes and reads the tracking id of a message sent by phone: the platform brings it back with the receipt."""

TRACKED = "dh-"


def tracking_id(outbox_id: int) -> str:
    """Gives the same id for the same message, so that one sent twice after a crash is tracked as one."""
    return f"{TRACKED}{outbox_id}"


def tracked(given: object) -> int | None:
    """Reads the outbox id out of a tracking id of ours; None for anything else."""
    number = str(given or "").removeprefix(TRACKED)
    is_ours = str(given or "").startswith(TRACKED) and number.isascii() and number.isdigit() and len(number) < 20
    return int(number) if is_ours else None
