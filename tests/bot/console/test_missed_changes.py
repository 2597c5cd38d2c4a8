"""What is changed before a page that was read listens, or while its line is lost, is told when it does."""

from datetime import timedelta

from bot.channels.web.streams import Streams
from bot.console.events import Changes, milliseconds
from tests.conftest import StandingClock


def test_a_page_that_begins_to_listen_hears_what_it_has_missed(clock: StandingClock) -> None:
    changes = Changes(Streams(), clock.now)
    changes.hear(frozenset({"desk:17791:visit"}))
    clock.move(seconds=1)
    read_at = str(milliseconds(clock.now()))
    clock.move(seconds=1)
    changes.hear(frozenset({"desk:17791:alert", "desk:17792:need", "outbox"}))
    assert [event.data for event in changes.missed("17791", read_at)] == [{"kind": "alert"}]
    later = str(milliseconds(clock.now() + timedelta(seconds=1)))
    assert [changes.missed("17791", asked) for asked in (later, "", "x", "9" * 40)] == [[], [], [], []]
