"""What a page of the desk is: who may open it, what it shows, and what makes it show itself anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.documents.sheet import Sheet
from handlers.kit.scope import Scope
from storage.accounts import Account
from storage.database import Db

# whoever may sit at the desk; «province» is an admin of a province, who sees counts of its communes alone
ROLES = ("officer", "admin", "province")
Asked = Mapping[str, str]


class Missing(LookupError):
    """What a page was asked for is not there, or not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """A page of the desk, at /console/<path>.

    `id`: its template bot/console/templates/<id>.html and its texts `desk.<id>.…`, of which `desk.<id>.title` stands in
    the menu. `path`: «alerts», or «people/{person}».
    `gather`: reads what the page shows, of what its address asks: query and path, at most 200 characters each. It
    writes nothing but audit entries. Raises access.NotAllowed, Missing.
    `may`: roles of `ROLES`; `agencies`: kinds of organisation one of which the reader belongs to, none for all.
    `words`: fields of its address in which something is searched for, sealed there; `gather` reads them as typed.
    `sheet`: the table as a workbook, at /console/<path>.xlsx.
    `topics`: what it is about, as the first words of audit actions: «alerts», «visits», «people». A commit that
    changes something of the kind in the reader's commune makes open pages look anew.
    `looked`: what somebody's look leaves behind, done where it is written down; a page that renews itself is no look.
    `shows_vital_signs`: its template gets what the process knows of its own health, too (`handlers.desk.ailments`).
    """

    id: str
    path: str
    gather: Callable[[Scope, Asked], object]
    may: tuple[str, ...] = ("officer",)
    agencies: tuple[str, ...] = ()
    sheet: Callable[[Scope, Asked], Sheet] | None = None
    topics: tuple[str, ...] = ()
    in_menu: bool = True
    words: tuple[str, ...] = ()
    looked: Callable[[Db, Account, Any], object] | None = None
    shows_vital_signs: bool = False

    def __post_init__(self) -> None:
        if unknown := set(self.may) - set(ROLES):
            raise ValueError(f"no role of the desk is called {', '.join(sorted(unknown))}: it has {', '.join(ROLES)}")


# topics whose name is not the audit's word with an «s»
KINDS = {"people": "person", "approvals": "approval", "quarter": "quarter_report", "roll_calls": "roll_call"}


def kind_of(topic: str) -> str:
    """Gives the word that begins the audit actions of a topic: «alert» of «alerts»."""
    return KINDS.get(topic, topic.removesuffix("s"))
