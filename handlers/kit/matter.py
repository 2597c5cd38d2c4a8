"""What one matter (visits, alerts, work …) brings to the service, as a value that its package exports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.kit.batch import Batch
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import Document
from handlers.kit.form import Form
from handlers.kit.messages import Incoming, Outgoing, Said
from handlers.kit.scope import Scope
from rules.notice_kind import Kind
from storage import planning
from storage.conversations import Conversation
from storage.database import Db
from storage.due import Due, Planned


@dataclass(frozen=True, slots=True)
class DueWork:
    """Due rows of these kinds, worked off together; the batch notes which were done, dropped or failed.

    `last`: only when nothing else is due any more, because it tells what the rest has come to.
    """

    kinds: tuple[str, ...]
    work_off: Callable[[Db, Deployment, list[Due], Batch], None]
    last: bool = False


@dataclass(frozen=True, slots=True)
class DailyPlan:
    """What is planned each day, and for whom: `page` gives the next so many after an id, `plan` what they lack.

    `what` is stored with how far the day's planning has come.
    """

    what: str
    page: Callable[[Db, int, int], planning.Page]
    plan: Callable[[Db, Deployment, planning.Page], list[Planned]]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A talk that goes on outside any form: what is typed next belongs to it, until something else is shown.

    `end` is the press of the button under each of its messages; `more(scope, message)` is None for what it leaves.
    """

    end: str
    goes_on: Callable[[Scope], bool]
    more: Callable[[Scope, Incoming], Said | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that a person has asked for and that is not over yet, in words of its reader: «Việc tôi đã nhờ».

    `kind` is a row of docs/promises.md. `stands` says how far it is, `who` who has it now, `due` by which day the next
    thing happens, `then` what comes after that; `press` shows it whole, and is empty where there is no more to see.
    """

    kind: str
    title: str
    stands: str
    who: str
    due: date | None = None
    then: str = ""
    press: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """Its forms, its commands, due rows to work off, what it plans each day, a talk that stays open, documents.

    `wishes` lists what whoever writes has asked of this matter and is not over.
    """

    id: str
    forms: tuple[Form, ...] = ()
    commands: tuple[Command, ...] = ()
    due: tuple[DueWork, ...] = ()
    daily: tuple[DailyPlan, ...] = ()
    open_lines: tuple[OpenLine, ...] = ()
    documents: tuple[Document, ...] = ()
    wishes: Callable[[Scope], Sequence[Wish]] | None = None


@dataclass(frozen=True, slots=True)
class SaidOutside:
    """What is said to an account that is closed or has moved, as a notice of this kind."""

    kind: Kind
    out: Outgoing


@dataclass(frozen=True, slots=True)
class Outside:
    """Hears whoever writes from an account that is closed or has moved, instead of all else.

    `answer` gives None where nothing is said; `begins_anew`: the chat speaks for nobody from now on, and is heard so.
    """

    answer: Callable[[Scope, Incoming], SaidOutside | None]
    begins_anew: Callable[[Scope, Incoming], bool]


@dataclass(frozen=True, slots=True)
class Interruption:
    """A message is dealt with before any dialogue: by this reply, or without a word."""

    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Hears every message before any dialogue does, whoever writes; None leaves it to the next.

    `limited=False`: heard even from a chat that has been asked to slow down.
    """

    hear: Callable[[Scope, Conversation, Incoming], Interruption | None]
    limited: bool = True
