"""What a chat without an account may use: a few commands, in whole messages, and the two forms of linking."""

from handlers.kit import Incoming, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.matter import Matter
from handlers.kit.registry import Audience
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.linking import arrival, volunteering, waiting, welcome
from handlers.linking.ask_help import ask_help
from handlers.linking.link import link
from handlers.people import address, nameless
from handlers.texts import LANGUAGES
from handlers.understand.stopwords import is_resume, is_stop
from storage import newcomers


def want_help(scope: Scope, _argument: str) -> Reply:
    return welcome.help_wanted(scope)


def show_help(scope: Scope, _argument: str) -> Reply:
    return welcome.status(scope, "visitor.help")


def privacy(scope: Scope, _argument: str) -> Reply:
    return welcome.status(scope, "visitor.privacy")


def lost(scope: Scope, _argument: str) -> Reply:
    """Leads whoever lost their only phone to the office: it cuts the old one off and invites them anew."""
    return welcome.status(scope, "visitor.lost")


def menu(scope: Scope, _argument: str) -> Reply:
    return welcome.status(scope)


def language(scope: Scope, argument: str) -> Reply:
    """Asks for the language; with one given, speaks it from now on."""
    if argument in LANGUAGES:
        newcomers.speak(scope.db, scope.chat.id, scope.unit, argument)
        scope.wording = Wording(scope.deployment.texts, argument)
        return welcome.status(scope)
    return Said("lang.ask", buttons=address.languages(scope)) if scope.chat.welcomed else welcome.first(scope)


def english(scope: Scope, _argument: str) -> Reply:
    return language(scope, "en")


def vietnamese(scope: Scope, _argument: str) -> Reply:
    return language(scope, "vi")


def fallback(scope: Scope, message: Incoming) -> Reply:
    return nameless.point_to_page(scope) if nameless.is_meant(message.text) else welcome.said_more(scope, message)


def nowhere(scope: Scope, _key: str) -> Reply:
    """Says where things stand, for a button of former days or one made up by hand."""
    return welcome.status(scope, "visitor.button_past")


AUDIENCE = Audience(
    (
        Matter(
            "strangers",
            (link, ask_help, volunteering.volunteer_ask),
            (
                Command("ask_help", want_help, words=("nho giup", "gap can bo", "ask for help", "help me", "human")),
                Command(
                    "lost", lost, words=("mat may", "bi mat may", "mat dien thoai", "/matmay", "/lost", "lost phone")
                ),
                volunteering.COMMANDS[0],
                Command("help", show_help, words=("tro giup", "giup", "help", "/help", "/trogiup")),
                Command("privacy", privacy, words=("rieng tu", "privacy", "/me", "/riengtu")),
                *nameless.COMMANDS,
                Command("menu", menu, words=("menu", "/menu", "ma", "code", "bat dau", "/start")),
                Command("lang", language, words=("ngon ngu", "/lang", "/ngonngu")),
                Command("english", english, words=("english", "tieng anh", "/lang en")),
                Command("vietnamese", vietnamese, words=("tieng viet", "vietnamese", "/lang vi")),
            ),
        ),
    ),
    on_arrival=arrival.on_arrival,
    fallback=fallback,
    nowhere=nowhere,
    set_wording=arrival.set_wording,
    takes_media=waiting.takes_media,
)


def is_command(text: str) -> bool:
    """Says whether the text asks something of the service itself, and so is nothing that was said."""
    return AUDIENCE.command_for(text, ()) is not None or is_stop(text) or is_resume(text)
