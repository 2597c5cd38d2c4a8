"""What stands on invitations: whom each is for, the code, and how it is brought along. Plain values, no layout."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Invitation:
    """One person's. `group`: the hamlet or guardian it is sorted under. `links`: channel → link."""

    role: str
    name: str
    phone: str
    group: str
    code: str
    asks_born: bool
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Invitations:
    """Those of a commune that are made together. `contact`: whom to call; `until`: the last day of the codes."""

    place: str
    contact: str
    until: date
    each: tuple[Invitation, ...]
