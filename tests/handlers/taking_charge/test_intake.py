"""What somebody tells of their situation: with their consent, only what they like, read by whom it concerns."""

import pytest

from rules import consent
from storage import chats, consents, intakes, needs, persons
from tests.conftest import StandingClock
from tests.handlers.commune import told
from tests.person import Talker, World


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World) -> Talker:
    """Has a chat, and has not been asked about their situation yet."""
    talker = world.person_with_phone()
    with world.store.transaction() as db:
        consents.record(db, talker.account_id, "intake", False, version=consent.VERSION)
    return talker


def record_of(world: World, talker: Talker) -> int:
    with world.look() as db:
        person = persons.by_account(db, talker.account_id)
        assert person is not None
        return person.id


def kept(world: World, person: int) -> dict[str, object]:
    with world.look() as db:
        latest = intakes.latest(db, person)
        return latest.answers if latest else {}


def needs_of(world: World, person: int) -> list[str]:
    with world.look() as db:
        return [need.kind for need in needs.of_person(db, person)]


def test_whoever_has_no_chat_says_yes_to_the_officer_and_tells(world: World, hung: Talker) -> None:
    person = world.person()
    hung.presses(f"do:intake_start:{person}")
    said = hung.answers(agreed="spoken", lodging="unstable", papers=["id_card"], wishes=["job"], note="ở nhờ chú")
    assert "Việc cần giúp đã mở" in said
    assert set(needs_of(world, person)) == {"housing", "job", "papers"}
    assert kept(world, person)["agreed"] == "spoken"


def test_without_a_yes_nothing_is_asked_or_kept(world: World, hung: Talker) -> None:
    person = world.person()
    hung.presses(f"do:intake_start:{person}")
    assert "không ghi gì về hoàn cảnh" in hung.answers(agreed="no")
    assert kept(world, person) == {}


def test_every_question_may_be_skipped(world: World, hung: Talker) -> None:
    person = world.person()
    hung.presses(f"do:intake_start:{person}")
    assert "Đã ghi hoàn cảnh của anh Nam. Bước sau" in hung.answers(agreed="spoken")
    assert needs_of(world, person) == []


def test_whoever_has_a_chat_is_asked_in_it_first(world: World, hung: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    assert "chính anh Nam cần đồng ý" in hung.presses(f"do:intake_start:{person}")
    hung.presses(f"go:intake:person={person}")
    assert kept(world, person) == {}
    hung.presses(f"do:intake_start:{person}")
    assert "Đã hỏi anh Nam" in hung.chooses("Hỏi anh Nam")
    assert nam.sees.startswith("Cán bộ muốn hỏi thăm anh")
    nam.says("dong y ke hoan canh")
    assert "Kể luôn bây giờ" in nam.last.labels
    assert any("đồng ý kể hoàn cảnh" in words for words in told(hung))
    hung.presses(f"do:intake_start:{person}")
    hung.answers(family="alone")
    assert kept(world, person)["family"] == "alone"
    assert kept(world, person)["agreed"] == "chat"


def test_a_no_is_respected_and_told(world: World, hung: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    hung.presses(f"do:intake_ask:{person}")
    assert "tôn trọng ý anh" in nam.chooses("Không")
    assert any("chưa muốn kể" in words for words in told(hung))
    with world.look() as db:
        assert not consents.agrees(db, nam.account_id, "intake")


def test_somebody_tells_in_their_own_chat(world: World, hung: Talker, nam: Talker) -> None:
    person = record_of(world, nam)
    nam.says("ke hoan canh")
    assert "Cảm ơn anh đã kể" in nam.answers(agree="yes", health="care", debts="heavy", wishes=["loan"])
    assert set(needs_of(world, person)) == {"loan", "health_care"}
    assert any("vừa kể hoàn cảnh" in words for words in told(hung))
    assert "Khoản nợ: Có, đang rất lo" in nam.says("hoan canh cua toi")
    assert "Sức khỏe: Cần đi khám, chữa" in hung.presses(f"do:intake_of:{person}")


def test_saying_no_at_the_start_of_it_keeps_nothing(world: World, nam: Talker) -> None:
    nam.says("ke hoan canh")
    assert "không ghi gì" in nam.answers(agree="no")
    assert kept(world, record_of(world, nam)) == {}


def test_a_guardian_reads_lodging_and_wishes_but_not_health_papers_or_debts(world: World, hung: Talker) -> None:
    tu = world.guardian()
    person = world.person(guardian=tu)
    hung.presses(f"do:intake_start:{person}")
    hung.answers(agreed="spoken", lodging="rented", health="ill", debts="heavy", papers=["vneid"], note="bí mật")
    said = tu.presses(f"do:intake_of:{person}")
    assert "Chỗ ở: Thuê trọ" in said
    for word in ("Sức khỏe", "nợ", "VNeID", "bí mật"):
        assert word not in said


def test_a_guardian_of_somebody_else_reads_nothing(world: World, hung: Talker) -> None:
    hoa = world.guardian("Phan Thị Hoa", "co")
    person = world.person()
    hung.presses(f"do:intake_start:{person}")
    hung.answers(agreed="spoken", lodging="rented")
    assert "Thuê trọ" not in hoa.presses(f"do:intake_of:{person}")


def test_whoever_takes_the_consent_back_has_it_deleted(world: World, nam: Talker) -> None:
    person = record_of(world, nam)
    nam.says("ke hoan canh")
    nam.answers(agree="yes", lodging="own")
    nam.presses("do:consents:intake=no")
    assert kept(world, person) == {}
    assert "chưa kể hoàn cảnh" in nam.says("hoan canh cua toi")


def test_told_again_the_latest_counts(world: World, clock: StandingClock, hung: Talker) -> None:
    person = world.person()
    for lodging in ("rented", "own"):
        hung.presses(f"do:intake_start:{person}")
        hung.answers(agreed="spoken", lodging=lodging)
        clock.move(days=1)
    assert kept(world, person)["lodging"] == "own"


def test_my_data_shows_that_there_is_something_and_leads_to_it(world: World, nam: Talker) -> None:
    nam.says("ke hoan canh")
    nam.answers(agree="yes", lodging="own")
    assert "Hoàn cảnh đã kể: hôm nay" in nam.presses("do:me")
    assert "Chỗ ở: Nhà của mình" in nam.chooses("Điều tôi đã kể")


def test_a_lost_phone_does_not_stop_the_asking(world: World, hung: Talker, nam: Talker) -> None:
    with world.store.transaction() as db:
        chats.set_state(db, chats.of_account(db, nam.account_id)[0].id, "blocked")
    person = record_of(world, nam)
    hung.presses(f"do:intake_start:{person}")
    hung.answers(agreed="spoken", lodging="rented")
    assert kept(world, person)["agreed"] == "spoken"
