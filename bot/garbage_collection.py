"""Switches garbage collection off while the program is imported, which would cost a sixth of the start."""

import gc

gc.disable()


def resume() -> None:
    """Switches it on again after the imports; what they made stays to the end and is not looked through any more."""
    gc.freeze()
    gc.enable()
