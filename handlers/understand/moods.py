"""How something is said: in a sad or an angry sign without a word, in a cry for help in signs, swearing, in English."""

import re
from typing import Literal

from handlers.understand.fold import bare, clean

Sign = Literal["", "help", "low", "angry"]
_HELP = frozenset("🆘🚨")
_LOW = frozenset("😢😭😞😔😟😥😿💔🥺😩😫😖😣☹🙁😓😰😨😱")
_ANGRY = frozenset("😡😠🤬👿💢👎🖕")
_ACCENTED = re.compile(r"\b(?:đéo|địt|đụ|lồn|cặc|đĩ|đm|đcm|vãi)\b", re.IGNORECASE)
_SWEARS = re.compile(
    r"\b(?:dm|dmm|dcm|dkm|vcl|vkl|clgt|djt|dech|deo (?:can|biet|duoc|phai|hieu|tin|thich|muon|ra)|(?:dit|du) me|me kiep"
    r"|con cac|oc cho|cut (?:di|me|xeo)|khon nan|chung (?:may|m) lua"
    r"|(?:bot|do|lu|bon|may) (?:\w+ )?ngu (?:nhu|vl|vai|the|qua)|fuck|shit|bullshit)\b"
)
_COMMON = "i my is how what need want help you please get where who not have with job work money today phone feel was"
_ENGLISH = frozenset(_COMMON.split())
FEWEST_ENGLISH = 3


def sign(text: str) -> Sign:
    """Reads what a message of signs alone says; empty for thanks, smiles and all the rest."""
    signs = set(text)
    if signs & _HELP:
        return "help"
    return "angry" if signs & _ANGRY else "low" if signs & _LOW else ""


def swears(text: str) -> bool:
    return _ACCENTED.search(clean(text)) is not None or _SWEARS.search(bare(text)) is not None


def is_english(text: str) -> bool:
    """Says whether a few words of the commonest English ones stand in the text."""
    return len(_ENGLISH.intersection(bare(text).split())) >= FEWEST_ENGLISH
