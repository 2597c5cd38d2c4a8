"""The registry is built from the matters, and from nothing else."""

import pytest

from handlers.kit import Form, Incoming, Said
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.matter import DueWork, Matter
from handlers.kit.registry import Audience, Registry, TakenTwice
from handlers.kit.scope import Scope
from handlers.matters import MATTERS, REGISTRY
from storage.conversations import Conversation
from storage.database import Db
from storage.due import Due


def say_so(_scope: Scope, _argument: str) -> Reply:
    return Said("help.words")


def ignore(_scope: Scope, _talk: Conversation, _message: Incoming) -> Reply | None:
    return None


def no_matter(_scope: Scope, _message: Incoming) -> Reply:
    return Said("help.words")


def work_off(_db: Db, _deployment: Deployment, _due_rows: list[Due], _batch: Batch) -> None:
    return None


def audience(*matters: Matter) -> Audience:
    return Audience(matters, on_arrival=ignore, fallback=no_matter)


@pytest.mark.parametrize(
    "taken",
    [
        Matter("gardens", forms=(Form("visit_report", submit=lambda _answers, _scope: Said("help.words")),)),
        Matter("gardens", commands=(Command("menu", say_so),)),
    ],
    ids=["form", "command"],
)
def test_an_id_that_another_matter_has_is_refused(taken: Matter) -> None:
    with pytest.raises(TakenTwice):
        audience(*MATTERS, taken)


def test_a_matter_in_the_list_is_all_that_it_takes() -> None:
    gardens = Matter(
        "gardens", commands=(Command("gardens", say_so, words=("vuon",)),), due=(DueWork(("water",), work_off),)
    )
    registry = Registry(
        linked=audience(*MATTERS, gardens),
        strangers=REGISTRY.strangers,
        interrupts=REGISTRY.interrupts,
        outside=REGISTRY.outside,
    )
    asked = registry.linked.command_for("Vườn", ("person",))
    assert asked is not None
    assert asked[0].id == "gardens"
    assert registry.due_works["water"].work_off is work_off


def test_no_kind_of_due_row_is_worked_off_by_two_matters() -> None:
    kinds = [kind for matter in MATTERS for work in matter.due for kind in work.kinds]
    assert len(kinds) == len(set(kinds))


def test_strangers_use_nothing_but_what_is_theirs() -> None:
    assert set(REGISTRY.strangers.forms) == {"link", "ask_help", "volunteer_ask"}
    assert REGISTRY.strangers.command_for("/alerts", ()) is None
