"""A message to many that leaves when its officer wants it to, and the page that fills in its form."""

from datetime import timedelta

from handlers.desk import broadcast_write
from handlers.kit import Answers
from storage import conversations, drafts
from tests.filling import Sends
from tests.handlers.broadcasts.broadcasting import TO_PEOPLE, WORDS, got, leave, only, ticks, writes
from tests.handlers.desk.opened import opened
from tests.person import Talker, World


def answers_of(world: World, talker: Talker) -> Answers:
    with world.look() as db:
        talk = conversations.get(db, talker.account_id)
        assert talk is not None
        return talk.answers


class TestPlanned:
    def test_it_leaves_at_its_time_even_if_it_was_stopped_and_gone_on_with(self, world: World) -> None:
        hung, nam = world.officer(), world.person_with_phone("Trần Văn Nam")
        said = hung.fills("broadcast", words=WORDS, until="review", **TO_PEOPLE)
        assert "Đi lúc: gửi là đi" in said
        hung.changes("leaves_at")
        assert "như đã hẹn" in hung.says("9 giờ sáng 26/11")
        hung.chooses("Gửi đi")
        written = only(world)
        assert written.planned_for > written.created_at + timedelta(hours=3)
        hung.presses(f"do:broadcast_stop:{written.id}")
        hung.presses(f"do:broadcast_go_on:{written.id}")
        assert ticks(world) == 0
        world.clock.move(days=4)
        ticks(world, 2)
        assert leave(world) == 1
        assert WORDS in got(nam)[-1]

    def test_a_time_that_is_over_is_asked_for_again(self, world: World) -> None:
        hung = world.officer()
        world.person_with_phone("Trần Văn Nam")
        hung.fills_page("broadcast", words=WORDS, leaves_at="2020-01-01T08:00", **TO_PEOPLE)
        assert answers_of(world, hung)["leaves_at?"] == "2020-01-01T08:00"
        assert "Giờ này đã qua" in hung.sees
        assert "đi lúc nào" in hung.sees


class TestOnePageOfAnswers:
    def test_all_fields_at_once_lead_to_the_review_and_one_more_press_sends(self, world: World) -> None:
        hung, nam = world.officer(), world.person_with_phone("Trần Văn Nam")
        said = hung.fills_page("broadcast", words=WORDS, leaves_at="", names="", hamlet="", **TO_PEOPLE)
        assert "1 người sẽ nhận" in said
        hung.presses("broadcast:*:!send")
        ticks(world)
        leave(world)
        assert WORDS in got(nam)[-1]

    def test_a_draft_waits_aside_and_is_taken_up_by_the_next_field(self, world: World) -> None:
        hung = world.officer()
        hung.fills_page("broadcast", words=WORDS)
        hung.presses("do:alerts")
        with world.look() as db:
            assert drafts.of_form(db, hung.account_id, "broadcast") is not None
        hung.fills_page("broadcast", audience="list", names="Ai Đó Lạ")
        kept = answers_of(world, hung)
        assert kept["words"]["text"] == WORDS
        assert kept["names?"] == "Ai Đó Lạ"
        assert "chưa tìm thấy ai" in hung.sees
        world.person_with_phone("Trần Văn Nam")
        hung.fills_page("broadcast", names="Ai Đó Lạ", **TO_PEOPLE)
        assert "names?" not in answers_of(world, hung)

    def test_new_words_keep_the_photo(self, world: World) -> None:
        hung = world.officer()
        hung.presses("go:broadcast")
        hung.sends("photo", text="Cũ")
        hung.fills_page("broadcast", words="Mới")
        words = answers_of(world, hung)["words"]
        assert words["text"] == "Mới"
        assert words["attachment"]

    def test_a_photo_is_taken_off_again_in_the_chat_and_on_the_page_and_the_words_stay(self, world: World) -> None:
        hung = world.officer()
        world.person_with_phone("Trần Văn Nam")
        said = writes(hung, Sends("photo", text=WORDS), **TO_PEOPLE)
        assert "có ảnh kèm theo" in said
        said = hung.chooses("Bỏ tấm ảnh")
        assert "Đã bỏ tấm ảnh" in said
        assert "Bỏ tấm ảnh" not in hung.last.labels
        assert answers_of(world, hung)["words"] == {"text": WORDS, "attachment": 0, "kind": ""}
        hung.chooses("Hủy")
        hung.presses("go:broadcast")
        hung.sends("photo")
        assert opened(hung, broadcast_write.gather).takes_off is None
        hung.says("Họp xóm tối nay")
        hung.presses("do:alerts")
        facts = opened(hung, broadcast_write.gather)
        assert facts.takes_off is not None
        hung.presses(facts.takes_off.press)
        facts = opened(hung, broadcast_write.gather)
        assert (facts.photo, facts.takes_off, facts.fields["words"]) == ("", None, "Họp xóm tối nay")
        assert answers_of(world, hung)["words"]["attachment"] == 0

    def test_what_is_not_of_ones_role_stays_closed(self, world: World) -> None:
        guardian = world.guardian()
        guardian.fills_page("broadcast", words=WORDS, **TO_PEOPLE)
        assert guardian.world.asked(guardian) is None
