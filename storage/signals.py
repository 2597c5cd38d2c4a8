"""What a commit may tell those who wait for something in the store, so that nobody has to look for it.

A transaction says `db.signal(…)`; whoever listens to `Store.committed` hears of it after the commit, once each.
"""

# somebody's message waits to leave by this channel, or by any
OUTBOX = "outbox"
ATTACHMENTS = "attachments"
DOCUMENTS = "documents"
# the file of a list is there, or something is to be done with it
LISTS = "lists"
# something falls due so soon that the clock would not look in time
CLOCK = "clock"
# messages are stored whose turns are still to be taken
LEFT = "left"
# whether a commit came true is not known: what it has noted as on its way, nobody may have
DOUBT = "doubt"


def outbox_of(channel: str) -> str:
    """Names the signal that a message waits to leave by one channel."""
    return f"{OUTBOX}:{channel}"


# something of a commune was changed, as its audit says: «desk:17791:alert» of «alert.taken»
DESK = "desk"
# what the audit writes of those who only looked, and changed nothing
LOOKS = frozenset(
    {
        "looked",
        "listed",
        "read",
        "refused",
        "opened",
        "exported",
        "found",
        "history",
        "made",
        "shown",
        "signed_in",
        "signed_out",
    }
)


def of_change(unit: str, action: str) -> str:
    """Names the signal that something of this kind was changed in the commune; empty for a mere look."""
    kind, _, deed = action.partition(".")
    return "" if deed in LOOKS or kind == DESK else f"{DESK}:{unit}:{kind}"
