"""The check of what a locked phone may show: the list itself is the service's own, which warns officers by it."""

from handlers.understand.lock_screen import SHOWN, unsafe_words

__all__ = ["SHOWN", "unsafe_words"]
