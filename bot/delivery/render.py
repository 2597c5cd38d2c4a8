"""Fits a message to a channel: buttons or a numbered list, text cut at a space."""

import unicodedata
from dataclasses import replace

from bot.delivery.channel import Capabilities
from handlers.kit import Button, Outgoing
from rules.message_lengths import cut, units


def fit(out: Outgoing, can: Capabilities) -> Outgoing:
    """Gives the message as a channel can show it, in NFC and within its lengths (UTF-16 units)."""
    if out.attachment and out.shows not in can.shows:
        out = replace(out, text=out.instead or out.text, attachment=0, shows="", instead="")
    listed = out.buttons if len(out.buttons) > can.buttons else ()
    return replace(
        out,
        text=_cut_to_limit(out.text, listed, can.caption if out.attachment else can.text),
        instead=_cut_to_limit(out.instead, listed, can.text) if out.instead else "",
        buttons=() if listed else out.buttons,
        edits=out.edits if can.edits else "",
    )


def _cut_to_limit(text: str, listed: tuple[Button, ...], limit: int) -> str:
    text = unicodedata.normalize("NFC", text)
    return _with_list(text, listed, limit) if listed else cut(text, limit)


def _with_list(text: str, buttons: tuple[Button, ...], limit: int) -> str:
    lines = [f"{number}. {button.label}" for number, button in Outgoing("", buttons).numbered()]
    if lines and all(f"\n{line.partition(' ')[0]} " in text for line in lines):
        lines = []  # the text is that list already
    words = " · ".join(f"{button.typed} ({button.label})" for button in buttons if button.role == "command")
    tail = unicodedata.normalize("NFC", "\n".join([*lines, *([words] if words else [])]))
    return f"{cut(text, max(limit - units(tail) - 2, 1))}\n\n{cut(tail, limit - 3)}"
