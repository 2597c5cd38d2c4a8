"""Engines that share what they have compiled, so that not every test compiles every statement anew."""

from sqlalchemy import Engine

from storage.database import Store

_first: dict[str, Engine] = {}


def warmed(store: Store) -> Store:
    """Lets a new engine know the statements that those before it have compiled, which takes longer than to run them."""
    engine = store.engine
    if engine.dialect.name not in _first:
        engine.connect().close()  # the dialect learns what its server can
    first = _first.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    engine.dialect.keyring = store.keyring  # type: ignore[attr-defined]
    return store
