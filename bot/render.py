"""Fits a message to a channel: buttons or a numbered list, cut by characters at a space."""

import unicodedata
from dataclasses import replace

from bot.channels import Capabilities
from handlers.dialogue import Button, Outgoing


def fit(out: Outgoing, can: Capabilities) -> Outgoing:
    text = unicodedata.normalize("NFC", out.text)
    if out.buttons and len(out.buttons) > can.buttons:
        return replace(
            out, text=_with_list(text, out.buttons, can.text), buttons=(), edits=out.edits if can.edits else ""
        )
    return replace(out, text=cut(text, can.text), edits=out.edits if can.edits else "")


def _with_list(text: str, buttons: tuple[Button, ...], limit: int) -> str:
    options = [button for button in buttons if button.role == "option"]
    lines = [f"{button.number or place}. {button.label}" for place, button in enumerate(options, start=1)]
    words = " · ".join(f"{button.typed} ({button.label})" for button in buttons if button.role == "command")
    tail = "\n".join([*lines, *([words] if words else [])])
    return f"{cut(text, max(limit - len(tail) - 2, 1))}\n\n{cut(tail, limit - 3)}"


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ending at a space where one is near, with an ellipsis."""
    if len(text) <= limit:
        return text
    shorter = text[: limit - 1]
    space = shorter.rfind(" ")
    return f"{shorter[:space] if space > limit * 0.8 else shorter}…"
