"""Says in plain words what the codes of the Zalo Bot Platform mean, for whoever looks after the service."""

from collections.abc import Mapping

ERROR_WORDS: Mapping[str, str] = {
    "400": "the message was refused as it is",
    "401": "the token is refused",
    "403": "an error of the platform's own",
    "404": "the platform knows no such reader or method",
    "408": "the platform took too long",
    "426": "as often as one may ask in a day",
    "429": "too many at once, or the month's messages are used up",
}
