"""Two nodes of one machine drained one spool, and the slower of them never drained anything again."""

from pathlib import Path

import pytest

from bot.intake.spool import Spool
from handlers.kit import Incoming
from storage.keyring import Keyring


class Quicker:
    """A desk; while it stores, the other node takes the file away, and the next one too."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.stored: list[str] = []

    async def accept(self, message: Incoming) -> None:
        self.stored.append(message.text)
        for path in self.folder.glob("*.sealed"):
            path.unlink()


@pytest.mark.parametrize("messages", [1, 2])
async def test_what_the_other_node_was_quicker_with_is_passed_over(
    tmp_path: Path, keyring: Keyring, messages: int
) -> None:
    spool = Spool(tmp_path, keyring)
    for number in range(messages):
        await spool.keep(Incoming("zalo_oa", f"m{number}", "nam", "text", text=f"alo {number}"))
    desk = Quicker(tmp_path)
    assert await spool.bring_in(desk) == 1  # type: ignore[arg-type]
    assert len(desk.stored) == 1
    assert await spool.bring_in(desk) == 0  # type: ignore[arg-type]
