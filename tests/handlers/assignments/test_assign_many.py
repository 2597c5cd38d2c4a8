"""Several people are put into one guardian's care at once: one yes, and nobody hears it twelve times."""

from storage import assignments, persons
from tests.audited import how_often
from tests.handlers.commune import told
from tests.person import Talker, World


def from_page(officer: Talker, guardian: Talker, *people: int) -> str:
    """The desk's form: the press that begins, the ids as what is typed, the press of a guardian."""
    officer.presses("go:assign_many")
    officer.says(" ".join(map(str, people)))
    return officer.presses(f"assign_many:guardian:{guardian.account_id}")


def test_a_page_assigns_several_with_one_yes(world: World) -> None:
    hung, tu, hoa = world.officer(), world.guardian(), world.guardian("Phan Thị Hoa", "co")
    nam = world.person_with_phone()
    people = [world.person(f"Lê Thị {name}", guardian=tu) for name in ("Mai", "Lan")]
    with world.look() as db:
        own = persons.by_account(db, nam.account_id)
        assert own is not None
    asked = from_page(hung, hoa, own.id, *people)
    assert "Giao 3 người cho cô Hoa? Trong đó 2 người đang được người khác giúp." in asked
    assert hung.chooses("Gửi đi").startswith("✅ Từ nay cô Hoa giúp thêm 3 người. Đồng Hành đã báo")
    [to_guardian] = told(hoa, "assignment")
    assert "giúp thêm 3 người: anh Nam" in to_guardian
    [to_former] = told(tu, "assignment")
    assert "Cô Hoa sẽ giúp 2 người thay bác" in to_former
    assert "từ nay cô Hoa sẽ giúp đỡ anh" in nam.sees
    with world.look() as db:
        assert set(assignments.in_care_of(db, hoa.account_id)) == {own.id, *people}
        assert how_often(db, people[0], "person.looked") == 1
    from_page(hung, hoa, own.id, *people)
    assert "đang giúp những người này rồi" in hung.chooses("Gửi đi")


def test_nobody_of_another_commune_goes_along(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    here, there = world.person("Lê Thị Mai"), world.person("Trần Văn Xa")
    with world.store.transaction() as db:
        persons.change(db, there, unit="17792")
    asked = from_page(hung, tu, here, there)
    assert "Giao" not in asked
    assert "bấm «Xong»" in asked
    with world.look() as db:
        assert assignments.guardian_of(db, here) is None


def test_in_a_chat_they_are_ticked_one_by_one(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    for name in ("Mai", "Lan"):
        world.person(f"Lê Thị {name}")
    hung.says("giao nhieu nguoi")
    hung.ticks("Mai", "Lan")
    assert "Giao 2 người cho bác Tư?" in hung.chooses("Nguyễn Văn Tư")
    hung.chooses("Gửi đi")
    with world.look() as db:
        assert len(assignments.in_care_of(db, tu.account_id)) == 2
