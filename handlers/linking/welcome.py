"""What a chat without an account hears: who writes and why, once; then where its request stands."""

from dataclasses import replace

from handlers.kit import Button, Incoming, Said
from handlers.kit.commands import Reply, Start
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.linking import waiting
from handlers.people.joining import help_button
from handlers.people.offices import with_office
from handlers.understand.fold import bare, words
from handlers.understand.phones import read_phone
from handlers.understand.wishes import of_a_lost_phone
from storage import accounts, chats, link_requests, newcomers
from storage.newcomers import Newcomer

GREETINGS = frozenset(
    [
        *("alo", "chao", "xin chao", "chao ban", "chao em", "chao ad", "hello", "hi", "hi ad", "hey", "test"),
        *("ok", "oke", "vang", "da", "uh", "cam on", "thanks", "thank you"),
    ]
)
UNREADABLE = {"voice": "voice", "photo": "file", "file": "file", "place": "place", "contact": "contact"}


def first(scope: Scope) -> Said:
    """Says who writes, why, and how to stop. The chat stands in the officers' list from now on."""
    note(scope)
    other = next(code for code in ("vi", "en") if code != scope.wording.language)
    name = scope.deployment.texts.find(other, "lang.name")
    typed = "ENGLISH" if other == "en" else "TIENG VIET"
    language = Button(name, f"do:lang:{other}", role="command", typed=typed)
    return Said("visitor.welcome", {"place": scope.deployment.place}, (help_button(scope.wording), language))


def note(scope: Scope) -> None:
    chats.welcome(scope.db, scope.chat.id)
    newcomers.arrive(scope.db, scope.chat.id, scope.unit)
    scope.chat = replace(scope.chat, welcomed=True)


def help_wanted(scope: Scope) -> Reply:
    """Tells the officers at once; what the form asks then only helps them to call."""
    if not scope.chat.welcomed:
        return first(scope)
    newcomer = newcomers.get(scope.db, scope.chat.id)
    if newcomer is not None and newcomer.state == "taken":
        return status(scope)
    waiting.ask(scope)
    return Start("ask_help")


def said_more(scope: Scope, message: Incoming) -> Said:
    """Passes words that are no code on to who has taken the chat, or calls somebody."""
    if not scope.chat.welcomed:
        return first(scope)
    newcomer = newcomers.get(scope.db, scope.chat.id)
    unseen = message.media is not None and not message.media.attachment
    if newcomer is not None and newcomer.state == "taken" and not unseen:
        return waiting.pass_on(scope, newcomer)
    if message.kind == "edited":
        return status(scope, "visitor.edited")
    if message.kind != "text":
        return status(scope, f"visitor.sent.{UNREADABLE.get(message.kind, 'other')}")
    if newcomer is not None and newcomer.sealed_phone is None and (phone := read_phone(message.text)):
        newcomers.leave_word(scope.db, scope.chat.id, phone=phone, about=None)
        waiting.ask(scope)
        return status(scope, "visitor.phone_noted")
    if newcomer is not None and newcomer.state == "asked":
        return status(scope)
    if not words(message.text) or bare(message.text) in GREETINGS:
        return status(scope)
    waiting.ask(scope)
    leave = scope.button("visitor.leave_phone", "do:ask_help", typed="NHO GIUP")
    return Said("visitor.lost_queued" if of_a_lost_phone(message.text) else "visitor.queued", buttons=(leave,))


def status(scope: Scope, lead: str = "") -> Said:
    """Says where things stand, after what was asked just now; to whoever is new here, who writes and why."""
    if not scope.chat.welcomed:
        return first(scope)
    newcomer = newcomers.get(scope.db, scope.chat.id)
    key, fields = _waiting_state(scope, newcomer)
    if link_requests.of_chat(scope.db, scope.chat.id) is not None:
        key, fields = "link.asked", {}
    begun = scope.text(lead) if lead else ""
    text = scope.text(key, **fields)
    open_still = newcomer is None or newcomer.state in ("new", "done")
    buttons = (help_button(scope.wording),) if open_still else ()
    return Said("visitor.says", {"text": f"{begun}\n\n{text}" if begun else text}, buttons)


def _waiting_state(scope: Scope, newcomer: Newcomer | None) -> tuple[str, dict[str, object]]:
    if newcomer is None or newcomer.state in ("new", "done") or newcomer.asked_at is None:
        return "visitor.again", {"place": scope.deployment.place}
    since = scope.moment(newcomer.asked_at)
    officer = accounts.get(scope.db, newcomer.taken_by)
    if officer is None:
        return "visitor.waiting", {"since": since}
    return "visitor.taken", {"Who": capital(with_office(scope.db, scope.wording, officer))}
