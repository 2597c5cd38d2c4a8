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
