"""What is sent outside any dialogue and is no words: a photo, a voice note, a sign, what somebody else wrote."""

from handlers.help import menu
from handlers.kit import Incoming, Said
from handlers.kit.scope import Scope
from handlers.understand import moods

MEDIA = {"photo": "file", "file": "file", "voice": "voice"}
NAMED = ("sticker", "place", "contact")


def answer(scope: Scope, message: Incoming, *, visits: bool) -> Said:
    """Answers what no dialogue asked for: it is kept nowhere; who `visits` is led to a report."""
    sent = MEDIA.get(message.kind, message.kind if message.kind in NAMED else "other")
    if message.kind == "text":
        sent = "forwarded"
    is_angry = sent == "sticker" and moods.sign(message.text) == "angry"
    visit = (scope.button("intents.report_visit", "go:visit_report"),) if visits else ()
    belongs_to_visit = sent in ("file", "voice", "place")
    return Said(
        "intents.angry" if is_angry else f"intents.sent.{sent}",
        buttons=(*(visit if belongs_to_visit else ()), *menu.to_human(scope), scope.menu_button()),
    )
