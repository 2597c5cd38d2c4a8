"""The first moment of 1970, as a phone with an empty battery tells it, was no moment any more after the inbox."""

from datetime import UTC, datetime

from handlers.kit import Incoming


def test_whatever_its_clock_said_a_message_is_the_same_when_it_is_read_again() -> None:
    said = Incoming("telegram", "1", "7", "text", text="chào", sent_at=datetime(1970, 1, 1, tzinfo=UTC))
    read = Incoming.from_json(said.to_json(), channel="telegram", external_id="1", address="7")
    assert read == said
