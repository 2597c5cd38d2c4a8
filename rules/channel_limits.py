"""What a platform allows on one channel, as plain values for what is planned before anything is sent."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """Says how fast, how much and until when one channel carries messages.

    `per_second`: messages of the whole account. `per_month`: its allowance, 0 for none.
    `edits`: a message that was sent can be changed in place.
    `free_for`: how long after the reader's last word an answer costs nothing; `open_for`: how long after it the
    platform takes messages at all. None where it sets no such limit.
    `text`, `caption`: how long a message and the words under a photo may be, in UTF-16 units; `shows`: what of photos,
    voice notes and files can be shown.
    """

    per_second: float = 1.0
    per_month: int = 0
    edits: bool = False
    free_for: timedelta | None = None
    open_for: timedelta | None = None
    text: int = 2000
    caption: int = 1024
    shows: frozenset[str] = frozenset()
