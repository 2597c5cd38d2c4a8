"""A technician at the command line, in this process: a folder, settings, and what the commands answer."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner, Result

from bot.__main__ import app
from storage.database import Db, Store, utc_now
from storage.keyring import Keyring
from storage.opening import open_store
from tests.warm import warmed


@dataclass(slots=True)
class Console:
    """`settings` are those of the environment, without their prefix."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def run(self, command: str, *more: str, **settings: str) -> Result:
        # where nobody listens: the doctor would ask whoever runs on this machine
        given = {"listen": "127.0.0.1:9", "unit": "17791", **self.settings, **settings}
        env: dict[str, str | None] = {name: None for name in os.environ if name.startswith("DONGHANH_")}
        env |= {f"DONGHANH_{name.upper()}": value for name, value in given.items()}
        result = CliRunner().invoke(app, [*command.split(), *more], env={**env, "COLUMNS": "200", "NO_COLOR": "1"})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def works(self, command: str, *more: str, **settings: str) -> str:
        result = self.run(command, *more, **settings)
        assert result.exit_code == 0, result.output
        return result.stdout

    def fails(self, command: str, *more: str, **settings: str) -> str:
        """What it says; never a traceback."""
        result = self.run(command, *more, **settings)
        assert result.exit_code in (1, 2), result.output
        return result.output

    @property
    def keys_file(self) -> Path:
        return self.folder / self.settings.get("keys_file", "var/keys.json")

    def open(self) -> Store:
        """The store of the settings; with keys made now if no command has made them yet."""
        if not self.keys_file.exists():
            Keyring.fresh().save(self.keys_file)
        return warmed(open_store(self.settings["database_url"], Keyring.load(self.keys_file), utc_now))

    @contextmanager
    def look(self) -> Iterator[Db]:
        store = self.open()
        try:
            with store.transaction() as db:
                yield db
        finally:
            store.close()
