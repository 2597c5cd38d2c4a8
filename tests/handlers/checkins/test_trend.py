"""One's own months: a kind word and a picture; the guardian sees them only while that is agreed."""

from datetime import date

from handlers.documents import mood
from storage import assignments, persons
from tests.conftest import StandingClock
from tests.handlers.commune import moment, told
from tests.person import World


def test_months_are_seen_by_their_owner_and_by_the_guardian_only_as_agreed(world: World, clock: StandingClock) -> None:
    nam, tu, lan = world.person_with_phone(), world.guardian(), world.guardian("Lê Thị Lan")
    with world.store.transaction() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assignments.assign(db, person.id, tu.account_id, by=None)
    assert "Chưa có lần trả lời" in nam.says("/tamtrang")
    nam.fills("checkin", face="low")
    clock.move_to(moment(date(2026, 12, 24), 9))
    nam.fills("checkin", face="good")
    months = nam.says("/tamtrang")
    assert "– tháng 12/2026: Tốt\n– tháng 11/2026: Không vui\nTháng này nhẹ hơn tháng trước." in months
    assert "Chưa có ai cho" in tu.presses(f"do:mood_of:{person.id}")
    nam.presses("do:mood_share:yes")
    assert told(tu, "family")
    assert "tháng 11/2026: Không vui" in tu.presses(f"do:mood_of:{person.id}")
    assert "Chưa có ai cho" in lan.presses(f"do:mood_of:{person.id}")
    nam.presses("do:mood_share:no")
    assert "Chưa có ai cho" in tu.presses(f"do:mood_of:{person.id}")
    assert "Đồng Hành đang vẽ" in nam.presses("do:mood_picture")


def test_the_picture_has_words_for_faces_and_no_number_for_anybody() -> None:
    drawn = mood.drawn(mood.Months("Mấy tháng qua", ("Tốt", "Không vui"), (("tháng 11/2026", 1), ("tháng 12/2026", 0))))
    assert "Không vui" in drawn
    assert drawn.count("<circle") == 2
