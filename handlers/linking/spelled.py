"""The commands that somebody without an account may type, in whole messages."""

from handlers.understand.fold import bare
from handlers.understand.stopwords import is_resume, is_stop

WORDS = {
    "nho giup": "ask_help",
    "gap can bo": "ask_help",
    "ask for help": "ask_help",
    "help me": "ask_help",
    "human": "ask_help",
    "tro giup": "help",
    "giup": "help",
    "help": "help",
    "/help": "help",
    "/trogiup": "help",
    "rieng tu": "privacy",
    "privacy": "privacy",
    "/me": "privacy",
    "/riengtu": "privacy",
    "menu": "menu",
    "/menu": "menu",
    "ma": "menu",
    "code": "menu",
    "bat dau": "menu",
    "/start": "menu",
    "ngon ngu": "lang",
    "/lang": "lang",
    "/ngonngu": "lang",
    "english": "lang:en",
    "tieng anh": "lang:en",
    "/lang en": "lang:en",
    "tieng viet": "lang:vi",
    "vietnamese": "lang:vi",
    "/lang vi": "lang:vi",
}


def command_in(text: str) -> str:
    said = bare(text)
    return WORDS.get(f"/{said}" if text.strip().startswith("/") else said, "")


def is_command(text: str) -> bool:
    """Nothing that was said, only what was asked of the service itself."""
    return bool(command_in(text)) or is_stop(text) or is_resume(text)
