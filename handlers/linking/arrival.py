"""A code that somebody brings: looked up for a chat without an account, and of no use to one that has an account."""

from handlers.kit import Incoming, Problem, Said
from handlers.kit.commands import Reply, Run, Start
from handlers.kit.keywords import is_start
from handlers.kit.matter import Interrupt, Interruption
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.linking import codes, confirming, identity, welcome
from handlers.linking.ask_help import ask_help
from handlers.linking.link import link
from handlers.people.joining import help_button
from rules import links, roll_call
from storage import invites, newcomers
from storage.conversations import Conversation


def on_return(scope: Scope, talk: Conversation, message: Incoming) -> Reply | None:
    """Shows a linked chat that starts anew its menu; it has no use for a code, which is not looked up.

    The code of the office's screen is brought by whoever stands before it. Within a dialogue only `/start` starts anew.
    """
    if code := roll_call.read_code(message.text):
        return Run("roll_call_code", code)
    typed_code = message.kind == "text" and links.read_code(message.text) is not None
    if not is_start(message) and not (typed_code and not talk.form):
        return None
    return _already(scope) if links.looks_like_code(message.text) else Run("menu")


def _already(scope: Scope) -> Said:
    leave = scope.button("device.leave_button", "do:leave", typed="THOAT MAY")
    return Said("link.already", buttons=(scope.menu_button(), leave))


def _brought_into_dialogue(scope: Scope, talk: Conversation, message: Incoming) -> Interruption | None:
    """Keeps somebody else's code out of the open dialogue of whoever the chat is; the dialogue waits.

    Only a code that was given to somebody is meant: a number plate may look the same, and is an answer.
    """
    if scope.sender is None or not talk.form or message.forwarded or scope.chat.is_hushed(scope.now):
        return None
    is_code = message.kind in ("text", "start") and links.is_code_alone(message.text)
    return Interruption(_already(scope)) if is_code and invites.find(scope.db, message.text) else None


BROUGHT_INTO_DIALOGUE = Interrupt(_brought_into_dialogue)


def set_wording(scope: Scope, talk: Conversation) -> None:
    """Sets the language chosen in this chat; the name, once the linking form has proven whose chat it is."""
    account = identity.proven_account(scope, talk.answers) if talk.form == link.id else None
    if account is not None:
        identity.speak_to(scope, account)
        return
    newcomer = newcomers.get(scope.db, scope.chat.id)
    if newcomer is not None and newcomer.language:
        scope.wording = Wording(scope.deployment.texts, newcomer.language)


def on_arrival(scope: Scope, talk: Conversation, message: Incoming) -> Reply | None:
    """Tries the code that a chat without an account types, or answers the platform's own button to start."""
    if message.kind == "text" and not talk.form:
        try:
            if said := confirming.typed_figures(scope, message.text):
                return said
        except Problem as problem:
            return _refused(scope, talk, problem)
    if _tries_code(message, talk):
        return _try(scope, talk, message)
    return Run("menu") if message.kind == "start" else None


def _tries_code(message: Incoming, talk: Conversation) -> bool:
    """Says whether a code is tried: in other forms eight digits are an answer; in that of linking they begin anew."""
    if message.kind not in ("text", "start"):
        return False
    if talk.form == ask_help.id and message.kind == "text":
        return links.read_code(message.text) is not None and not message.text.strip().isdecimal()
    if talk.form == link.id and "code" not in talk.answers:
        return False  # the question of the code reads it itself
    return links.looks_like_code(message.text)


def _try(scope: Scope, talk: Conversation, message: Incoming) -> Reply:
    try:
        _, account = codes.check_code(scope, message.text)
    except Problem as problem:
        return _refused(scope, talk, problem)
    welcome.note(scope)
    facts = identity.code_facts(scope, links.read_code(message.text) or "", account)
    if not facts["born"] and not facts["name"]:
        identity.speak_to(scope, account)
    return Start(link.id, {"code": facts})


def _refused(scope: Scope, talk: Conversation, problem: Problem) -> Said:
    if not scope.chat.welcomed:
        welcome.note(scope)
    talk.close()
    return Said(f"link.code.{problem.code}", problem.fields, (help_button(scope.wording),))
