"""A chat without an account: welcomed once, linked by a code, or waiting for an officer; one answer to each message."""

from handlers.help import menu
from handlers.kit import Form, Incoming, Said, Turn, last_choices, take_turn
from handlers.kit.commands import Reply, Start
from handlers.kit.keywords import typed_command
from handlers.kit.question import Problem
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.linking import codes, identity, spelled, welcome
from handlers.linking.ask_help import ask_help
from handlers.linking.link import link
from handlers.settings import language
from handlers.texts import LANGUAGES
from rules import links
from storage import newcomers
from storage.conversations import Conversation
from storage.newcomers import Newcomer

FORMS: dict[str, Form] = {form.id: form for form in (link, ask_help)}


def is_start(message: Incoming) -> bool:
    """`/start`, with a code or without, however the channel brings it."""
    return message.kind == "start" or (message.kind == "text" and message.text.lower().startswith("/start"))


def knocks(message: Incoming, *, in_dialogue: bool) -> bool:
    """Whether somebody who is linked starts anew or tries a code; within a dialogue only `/start` says so."""
    typed = message.kind == "text" and links.read_code(message.text) is not None
    return is_start(message) or (typed and not in_dialogue)


def again(scope: Scope, message: Incoming) -> Reply:
    """A linked chat that knocks gets its menu; a code it has no use for, and it is not looked up."""
    if links.looks_like_code(message.text):
        leave = scope.button("device.leave_button", "do:leave")
        return Said("link.already", buttons=(scope.menu_button(), leave))
    return menu.show(scope)


def answer(scope: Scope, talk: Conversation, message: Incoming) -> Reply | Turn:
    """Codes first, then buttons and words, then the open form; whatever else is said goes to the queue."""
    newcomer = newcomers.get(scope.db, scope.chat.id)
    _speak(scope, talk, newcomer)
    if talk.form and talk.form not in FORMS:
        talk.close()
    if _tries_code(message, talk):
        return _try(scope, talk, message)
    press = message.press if message.kind == "press" else last_choices.press_of(talk, message)
    if command := _command(press, message, talk):
        return _run(scope, command)
    if talk.form:
        return take_turn(FORMS[talk.form], talk.answers, message, scope)
    if not scope.chat.welcomed:
        return welcome.first(scope)
    if message.kind == "press":
        return welcome.standing(scope, newcomer, "visitor.button_past")
    return welcome.said_more(scope, newcomer, message)


def _speak(scope: Scope, talk: Conversation, newcomer: Newcomer | None) -> None:
    """In the language chosen in this chat; by name once the linking form has proven whose chat it is."""
    account = identity.proven(scope, talk.answers) if talk.form == link.id else None
    if account is not None:
        identity.speak_to(scope, account)
    elif newcomer is not None and newcomer.language:
        scope.wording = Wording(scope.deployment.texts, newcomer.language)


def _tries_code(message: Incoming, talk: Conversation) -> bool:
    """In another form eight digits are an answer; in the linking form a new code begins anew."""
    if message.kind not in ("text", "start"):
        return False
    if talk.form == ask_help.id and message.kind == "text":
        return links.read_code(message.text) is not None and not message.text.strip().isdecimal()
    if talk.form == link.id and "code" not in talk.answers:
        return False  # the question of the code reads it itself
    return links.looks_like_code(message.text)


def _try(scope: Scope, talk: Conversation, message: Incoming) -> Reply:
    try:
        _, account = codes.judged(scope, message.text)
    except Problem as problem:
        if not scope.chat.welcomed:
            welcome.note(scope)
        talk.close()
        help_button = scope.button("visitor.ask_help", "do:ask_help", typed="NHO GIUP")
        return Said(f"link.code.{problem.code}", problem.fields, (help_button,))
    welcome.note(scope)
    if account.born is None:
        identity.speak_to(scope, account)
    return Start(link.id, {"code": identity.facts(scope, links.read_code(message.text) or "", account)})


def _command(press: str, message: Incoming, talk: Conversation) -> str:
    """What a button or a whole message asks for; the words of the kit belong to an open form."""
    kind, _, name = press.partition(":")
    if kind == "do":
        return name
    if message.kind == "start":
        return "menu"
    if message.kind != "text" or (talk.form and typed_command(message)[0]):
        return ""
    return spelled.command_in(message.text)


def _run(scope: Scope, command: str) -> Reply:
    name, _, argument = command.partition(":")
    newcomer = newcomers.get(scope.db, scope.chat.id)
    if name == "lang" and argument in LANGUAGES:
        newcomers.speak(scope.db, scope.chat.id, scope.unit, argument)
        scope.wording = Wording(scope.deployment.texts, argument)
        return welcome.standing(scope, newcomer) if scope.chat.welcomed else welcome.first(scope)
    if not scope.chat.welcomed:
        return welcome.first(scope)
    if name == "lang":
        return Said("lang.ask", buttons=language.choices(scope))
    if name == "ask_help":
        return welcome.help_wanted(scope, newcomer)
    if name in ("help", "privacy"):
        return welcome.standing(scope, newcomer, f"visitor.{name}")
    return welcome.standing(scope, newcomer)
