"""Says in plain words what Telegram's failures mean, for whoever looks after the service."""

from collections.abc import Mapping

ERROR_WORDS: Mapping[str, str] = {
    "Forbidden": "the reader blocked the bot",
    "BadRequest": "the message was refused as it is",
    "TimedOut": "the platform took too long",
    "NetworkError": "the platform was not reached",
    "Conflict": "another process asks for the same updates",
    "429": "too many at once",
}
