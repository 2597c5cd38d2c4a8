"""Roles: one table, and whoever names a role is held to it."""

import pytest

from handlers.help import intent_tables, menus
from handlers.kit import Form, Said
from handlers.kit.commands import Command, allowed
from handlers.matters import REGISTRY
from handlers.understand.intents import INTENTS
from rules import consent, roles
from rules.roles import ADDRESSED, BY_CODE, CODES, ROLES
from storage.broadcasts import audiences


def test_no_role_stands_there_twice() -> None:
    assert len(CODES) == len(ROLES)


def test_a_misspelt_role_stops_a_form_from_being_made() -> None:
    with pytest.raises(roles.UnknownRole, match=r"ofcier.*rules/roles\.py"):
        Form("lost", submit=lambda _answers, _scope: Said("lost"), may=("ofcier",))


def test_a_misspelt_role_stops_a_command_from_being_made() -> None:
    with pytest.raises(roles.UnknownRole, match="gaurdian"):
        Command("lost", lambda _scope, _argument: Said("lost"), may=("guardian", "gaurdian"))


def test_the_rows_name_only_roles_that_are_there() -> None:
    for role in ROLES:
        assert set(role.invites) | set(role.outranks) <= set(CODES), role.code
        assert BY_CODE[role.consents_as].has_account
        assert set(role.agrees_to) <= set(consent.PURPOSES)


def test_every_page_of_the_menu_belongs_to_a_role_and_is_there() -> None:
    assert {role.menu for role in ROLES if role.menu} == set(menus.PAGES)


def test_a_page_of_the_menu_offers_only_what_its_role_may_start() -> None:
    for role in ROLES:
        for line in menus.PAGES.get(role.menu, ()):
            kind, _, name = line.press.partition(":")
            target = REGISTRY.forms[name] if kind == "go" else REGISTRY.commands[name]
            assert allowed(target.may, (role.code,)), f"{role.code}: {line.press}"


def test_a_second_page_of_the_menu_offers_only_what_its_role_may_start() -> None:
    for role, lines in menus.SECOND.items():
        for line in lines:
            kind, _, name = line.press.partition(":")
            target = REGISTRY.forms[name] if kind == "go" else REGISTRY.commands[name]
            assert allowed(target.may, (role,)), line.press


def test_whatever_an_intent_starts_is_somebodys_to_start() -> None:
    assert set(intent_tables.STARTS) | set(intent_tables.ANSWERS) <= set(INTENTS)
    for intent, presses in intent_tables.STARTS.items():
        theirs = {
            code
            for code in roles.OF_ACCOUNTS
            for kind, _, name in (press.partition(":") for press in presses)
            if allowed((REGISTRY.forms if kind == "go" else REGISTRY.commands)[name].may, (code,))
        }
        assert theirs, f"nobody may start {intent}"


def test_messages_to_many_know_every_role_that_may_be_addressed() -> None:
    assert set(ADDRESSED) <= set(audiences.BELONGS)


@pytest.mark.parametrize(
    ("codes", "ranked"),
    [
        (("person", "guardian", "officer"), ["officer", "guardian", "person"]),
        (("partner", "guardian"), ["guardian", "partner"]),
        (("admin", "officer"), ["officer", "admin"]),
        ((), []),
    ],
)
def test_of_several_roles_the_outranking_one_comes_first(codes: tuple[str, ...], ranked: list[str]) -> None:
    assert [role.code for role in roles.by_rank(codes)] == ranked


def test_a_person_is_asked_for_every_purpose_and_whoever_helps_for_the_service_only() -> None:
    assert consent.purposes_for(("person",)) == consent.PURPOSES
    assert consent.purposes_for(("guardian", "officer")) == ("service",)
    assert consent.purposes_for(()) == ("service",)
