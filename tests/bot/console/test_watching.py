"""Officers who have the same alert open see each other, also where their browsers hang on different nodes."""

from bot.channels.web.streams import Streams
from bot.console.events import Changes
from bot.console.watching import LASTS, Watchers
from handlers.desk.watching import Watching
from tests.conftest import StandingClock


def test_a_look_on_one_node_is_known_on_the_other_for_as_long_as_it_lasts(clock: StandingClock) -> None:
    seconds = 0.0
    here, there = (Watchers(Changes(Streams(), clock.now), now=lambda: seconds) for _ in range(2))

    def between_nodes(signals: frozenset[str]) -> None:
        here.hear(signals)
        there.hear(signals)

    here.tell = between_nodes
    here.look(Watching(alert_id=7, account_id=1, unit="17791", others=()))
    assert there.at(7) == {1}
    assert [event.data for event in there.changes.missed("17791", "0")] == [{"kind": "watching"}]
    there.hear(frozenset({"desk:17791:alert", "outbox"}))
    seconds = LASTS + 1
    assert there.at(7) == frozenset()
