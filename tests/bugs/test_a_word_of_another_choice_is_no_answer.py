"""«khoe» was taken down as «Chưa làm được vì sức khỏe», «co» as «Có, tôi ở xã này», «bo qua» as when it suits."""

from handlers.understand.match import spoken_in
from handlers.understand.need_words import has_work
from tests.person import World

WORK = [("none", "Chưa có việc"), ("unable", "Chưa làm được vì sức khỏe"), ("steady", "Có việc ổn định")]


def test_one_word_of_a_longer_label_names_no_choice() -> None:
    assert [spoken_in(said, WORK) for said in ("khoe", "suc khoe", "viec", "chua co viec", "viec on dinh")] == [
        *(None, None, None),
        *("none", "steady"),
    ]


def test_a_report_in_one_sentence_is_asked_for_what_it_leaves_out_alone(world: World) -> None:
    guardian = world.guardian()
    world.person("Đặng Văn Nam", guardian=guardian)
    reply = guardian.says("hom nay ghe nha nam, khoe, dang lam phu ho, ko co gi lo")
    assert "tốt" in reply
    assert "cần giúp" in reply


def test_whoever_has_work_asks_for_none(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Thị Hoa", guardian=guardian)
    said = guardian.says("tham nha chi hoa hom qua, suc khoe binh thuong, co viec lam, khong lo gi")
    assert "tìm việc làm" not in said.split("\n")[0]
    assert [has_work(said) for said in ("co viec lam roi", "chua co viec", "can co viec lam", "co viec gi ko")] == [
        True,
        *(False,) * 3,
    ]


def test_a_story_of_another_begins_their_report(world: World) -> None:
    guardian = world.guardian()
    for name in ("Đặng Văn Nam", "Trần Thị Hoa"):
        world.person(name, guardian=guardian)
    guardian.says("hom nay ghe nha nam, dang lam phu ho")
    reply = guardian.says("bc tham nha hoa ngay 20/11 tam ly buon, chua co viec")
    assert "anh Hoa" in reply
    assert "anh Nam" in guardian.last


def test_a_bare_yes_answers_no_question_that_was_not_asked(world: World) -> None:
    nam = world.person_with_phone()
    nam.fills("loan_check", until="ended_on")
    assert "tôi ở xã này" not in nam.says("co")


def test_a_question_that_is_needed_says_so_and_one_of_several_is_left_out(world: World) -> None:
    guardian = world.guardian()
    world.person("Đặng Văn Nam", guardian=guardian)
    guardian.says("hom nay ghe nha nam, nha di vang het")
    assert "chưa bỏ qua được" in guardian.says("bo qua")
    guardian.says("huy")
    nam = world.person_with_phone()
    nam.fills("checkin", until="helps")
    assert "kể thêm" in nam.says("bo qua")
    nam.says("huy")
    nam.fills("counselling", until="suits")
    assert "chưa bỏ qua được" in nam.says("bo qua")
