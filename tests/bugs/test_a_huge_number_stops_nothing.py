"""A huge number behind a command, in a button or where a form begins names nothing, and is answered like that."""

from collections.abc import Iterator

import pytest

from handlers.kit.registry import Audience
from handlers.matters import REGISTRY
from rules.roles import OF_ACCOUNTS
from tests.person import WITH_BUTTONS, WITHOUT_BUTTONS, Talker, World

# past 32 bits, past 63 bits with no figure more than an id has, past 64 bits, past what Python reads: each where a
# database or Python has that limit
HUGE = {
    "32 bits": (("postgresql", WITHOUT_BUTTONS), "3000000000"),
    "19 figures": (("sqlite", WITH_BUTTONS), "9" * 19),
    "64 bits": (("postgresql", WITHOUT_BUTTONS), "9" * 20),
    "5,000 figures": (("sqlite", WITH_BUTTONS), "9" * 5000),
}
of_each = pytest.mark.parametrize(("world", "number"), HUGE.values(), ids=HUGE, indirect=["world"])
# they end the talk
LAST = ("stop", "leave")


def presses(audience: Audience, number: str) -> Iterator[str]:
    yield from (f"do:{command}:{number}" for command in audience.commands if command not in LAST)
    for form in audience.forms.values():
        question = form.questions[0].id
        yield f"go:{form.id}:{question}={number}"
        yield f"{form.id}:{question}:{number}"
        yield f"{form.id}:{question}:!more{number}"


def typed(audience: Audience, number: str) -> Iterator[str]:
    return (
        f"{command.words[0]} so {number}" for command in audience.commands.values() if command.record and command.words
    )


def plays(world: World, who: Talker, audience: Audience, number: str) -> None:
    """Presses and types all there is; what a turn cannot bear raises here."""
    for press in presses(audience, number):
        world.clock.move(seconds=10)
        assert who.presses(press), press
    for words in typed(audience, number):
        world.clock.move(seconds=10)
        assert who.says(words), words


@of_each
def test_whoever_holds_every_role_is_answered(world: World, number: str) -> None:
    plays(world, world.linked("Đặng Thị Hoa", *OF_ACCOUNTS), REGISTRY.linked, number)


@of_each
def test_a_stranger_is_answered(world: World, number: str) -> None:
    plays(world, world.stranger(), REGISTRY.strangers, number)


@pytest.mark.parametrize("which", ["3000000000", "../closed", "guardian.99999999999999999999"])
def test_a_list_of_accounts_that_is_none_is_the_whole_list(world: World, which: str) -> None:
    admin = world.linked("Đặng Thị Hoa", "admin")
    assert "Đặng Thị Hoa" in admin.presses(f"do:accounts:{which}") or which.startswith("guardian")


def test_the_review_takes_no_figure_of_many_noughts(world: World) -> None:
    guardian = world.guardian()
    person = world.person("Trần Văn Nam", guardian=guardian)
    guardian.reports(person, until="review")
    assert guardian.says("0001" + "0" * 5000)
