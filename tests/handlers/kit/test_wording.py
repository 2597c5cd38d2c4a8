"""A sentence that begins with somebody begins with a capital letter, whatever the caller gave."""

import pytest

from handlers.kit.wording import Wording
from handlers.texts import Texts


def test_a_field_at_the_start_gets_its_capital(texts: Texts) -> None:
    said = Wording(texts, "vi").text("notice.cover.agreed", first="mai", last="mốt", who="chú Khang")
    assert ". Chú Khang giúp thay" in said


def test_what_nobody_gave_is_still_missed(texts: Texts) -> None:
    with pytest.raises(KeyError):
        Wording(texts, "vi").text("notice.cover.agreed", first="mai", last="mốt")
