"""Keeps the collector of garbage out of the start: a sixth of its time, for imports leave next to nothing behind."""

import gc

gc.disable()


def resume() -> None:
    """After the imports. What they have made stays to the end, and is not looked through again and again."""
    gc.freeze()
    gc.enable()
