"""What somebody has agreed to, purpose by purpose: seen, given and withdrawn by chat."""

from handlers.kit import Button, Said
from handlers.kit.commands import Command
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify import interests, loan_turns
from rules import consent
from storage import consents, intakes, persons

ANSWERS = {"yes": True, "no": False}


def show(scope: Scope, argument: str) -> Said:
    """Shows all purposes; or one, `jobs`, with its question; or takes an answer to it, `jobs=no`."""
    purpose, _, answer = argument.partition("=")
    if purpose not in consent.purposes_for(scope.account.roles):
        return _all(scope)
    if answer not in ANSWERS:
        return _agreement(scope, purpose)
    if not ANSWERS[answer] and purpose in consent.NEEDED:
        return _needed(scope)
    return _set(scope, purpose, ANSWERS[answer])


def question_key(scope: Scope, purpose: str) -> str:
    """Gives the key of the words that the linking form asks with, which differ by role."""
    if purpose not in consent.NEEDED or "person" in scope.account.roles:
        return f"link.{purpose}.ask"
    return f"link.{purpose}_{'guardian' if 'guardian' in scope.account.roles else 'officer'}.ask"


def _all(scope: Scope) -> Said:
    given = consents.current(scope.db, scope.account.id)
    buttons = tuple(
        scope.button(
            f"consents.{'given' if consent.allows(given, purpose) else 'not_given'}",
            f"do:consents:{purpose}",
            purpose=capital(scope.text(f"purpose.{purpose}")),
        )
        for purpose in consent.purposes_for(scope.account.roles)
    )
    return Said("consents.title", buttons=(*buttons, scope.menu_button()))


def _agreement(scope: Scope, purpose: str) -> Said:
    buttons = tuple(
        Button(scope.text(f"dialogue.consent.{answer}"), f"do:consents:{purpose}={answer}") for answer in ANSWERS
    )
    question = scope.text(question_key(scope, purpose))
    ends = scope.text(f"consents.ends.{purpose}")
    given = consent.allows(consents.current(scope.db, scope.account.id), purpose)
    now = scope.text(f"consents.now_{'given' if given else 'not_given'}")
    return Said("consents.one", {"question": question, "now": now, "ends": ends}, (*buttons, scope.menu_button()))


def _needed(scope: Scope) -> Said:
    """Says that without this one nothing works: whoever takes it back stops."""
    stop = scope.button("more.stop", "do:stop")
    return Said("consents.needed", buttons=(stop, scope.button("talk.button", "do:human"), scope.menu_button()))


def _set(scope: Scope, purpose: str, given: bool) -> Said:
    account = scope.account
    consents.record(scope.db, account.id, purpose, given, version=consent.VERSION, chat_id=scope.chat.id)
    scope.audit("consent.given" if given else "consent.withdrawn", account.id, purpose)
    if purpose == "jobs" and not given:
        _withdraw_interests(scope)
    if purpose == "intake" and not given:
        _forget_intakes(scope)
    if purpose == "loans" and not given and (person := persons.by_account(scope.db, account.id)):
        loan_turns.no_longer_shared(scope.db, scope.deployment, person)
    key = f"consents.{'thanks' if given else 'withdrawn'}"
    again = scope.button("more.consents", "do:consents")
    return Said(key, {"purpose": scope.text(f"purpose.{purpose}")}, (again, scope.menu_button()))


def _withdraw_interests(scope: Scope) -> None:
    """Withdraws what the person waits for: on this consent alone partners hear of them."""
    person = persons.by_account(scope.db, scope.account.id)
    if person is not None:
        interests.withdraw_all(scope.db, scope.deployment, person)


def _forget_intakes(scope: Scope) -> None:
    """Deletes what the person told of their situation: it was kept on this consent alone."""
    person = persons.by_account(scope.db, scope.account.id)
    if person is not None:
        intakes.forget(scope.db, person, scope.account.id)


COMMANDS = (Command("consents", show, words=("/dongy", "/consents", "dieu toi da dong y")),)
