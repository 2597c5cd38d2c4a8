"""What the deployment hands to the handlers once: the texts, the commune, the dated tables, the matters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from handlers.texts import Texts
from rules.channel_limits import ChannelLimits
from rules.guidance import Entry
from rules.loans import LoanTable
from rules.quiet import USUAL, Hours
from rules.tables import Hotline, Tables

if TYPE_CHECKING:
    from handlers.kit.registry import Registry

# where the list does not say otherwise: they are the same in the whole country
NUMBERS = {"police": "113", "fire": "114", "ambulance": "115"}


# its repr would be megabytes of texts and tables, seconds long, whenever a task or an exception that has it is named
@dataclass(frozen=True, slots=True, repr=False)
class Deployment:
    """What one deployment hands to the handlers.

    `unit` is the commune that strangers reach, `place` its name; `addresses` how each channel is reached.

    `limits`: what each channel's platform allows, by channel. `links`: by channel, what makes the link that carries a
    code, of the channel's address and the code; a channel without one has links that only open the chat. `quiet`: when
    the commune's phones are silent.
    """

    texts: Texts
    unit: str
    place: str
    tables: Tables
    limits: Mapping[str, ChannelLimits]
    registry: "Registry"
    addresses: dict[str, str] = field(default_factory=dict)
    links: Mapping[str, Callable[[str, str], str]] = field(default_factory=dict)
    quiet: Hours = USUAL

    def limits_of(self, channel: str) -> ChannelLimits:
        """Gives what a channel allows; of one that is not known, as little as possible is hoped for."""
        return self.limits.get(channel, ChannelLimits())

    @property
    def free_days(self) -> frozenset[date]:
        return self.tables.free_days

    @property
    def hotlines(self) -> tuple[Hotline, ...]:
        return self.tables.hotlines

    @property
    def guidance(self) -> tuple[Entry, ...]:
        return self.tables.read_guidance()

    @property
    def emergency_numbers(self) -> dict[str, str]:
        """Gives the numbers by what is needed: police, fire, ambulance and whatever else the commune's list has."""
        return NUMBERS | {hotline.code.rpartition(".")[2]: hotline.number for hotline in self.hotlines}

    def loans_on(self, day: date) -> LoanTable:
        return self.tables.loans_on(day)
