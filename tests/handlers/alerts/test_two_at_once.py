"""Two officers at one alert, really at once: one has it, the other hears who and when, nothing is overwritten."""

from bot.intake import turns
from handlers.kit import Incoming
from storage import alerts as stored
from storage import tasks
from tests.handlers.commune import raise_one
from tests.person import Talker, World
from tests.storage.commune import all_at_once


def at_once(world: World, *said: tuple[Talker, str]) -> list[str]:
    """Lets each press or say something in the same moment, each in a transaction of its own; gives what each reads."""
    for talker, _ in said:
        talker.listen()
    messages = [_message(world, talker, words) for talker, words in said]
    all_at_once(world.store, len(messages), lambda db, nth: turns.take(db, world.deployment, [messages[nth]]))
    replies = []
    for talker, _ in said:
        talker.listen()
        replies.append(talker.reply.text)
    return replies


def _message(world: World, talker: Talker, words: str) -> Incoming:
    kind = {"press": words} if words.startswith(("do:", "go:")) else {"text": words}
    what = "press" if "press" in kind else "text"
    return Incoming(talker.channel, world.next_id(), talker.address, what, **kind)  # type: ignore[arg-type]


def test_of_two_who_take_it_one_has_it_and_the_other_hears_who(world: World) -> None:
    hung, binh = world.officer(), world.officer("Trần Quốc Bình")
    alert = raise_one(world, world.person())
    said = at_once(world, (hung, f"do:alert_take:{alert.id}"), (binh, f"do:alert_take:{alert.id}"))
    with world.look() as db:
        fresh = stored.get(db, alert.id)
        assert fresh is not None
        taken = [event for event in stored.events(db, alert.id) if event.kind == "taken"]
    assert len(taken) == 1
    first, second = (0, 1) if fresh.taken_by == hung.account_id else (1, 0)
    assert "đã nhận C1" in said[first]
    assert f"{['anh Hùng', 'anh Bình'][first]} đã nhận lúc 09:00" in said[second]


def test_of_two_who_close_it_the_words_of_one_stay_and_the_other_hears_who(world: World) -> None:
    hung, binh = world.officer(), world.officer("Trần Quốc Bình")
    alert = raise_one(world, world.person())
    for talker in (hung, binh):
        talker.fills("alert_close", until="sentence", alert=str(alert.id), outcome="helped_on_site")
    said = at_once(world, (hung, "Tôi đã hòa giải xong."), (binh, "Tôi đã đưa đi viện."))
    with world.look() as db:
        closed = [event for event in stored.events(db, alert.id) if event.kind == "closed"]
        fresh = stored.get(db, alert.id)
    assert fresh is not None
    assert len(closed) == 1
    first, second = (0, 1) if fresh.closed_by == hung.account_id else (1, 0)
    assert closed[0].note == ["Tôi đã hòa giải xong.", "Tôi đã đưa đi viện."][first]
    assert "✅ Đã đóng C1" in said[first]
    assert "đã lo xong lúc 09:00" in said[second]


def test_of_two_who_call_it_a_false_alarm_and_done_one_is_written_down(world: World) -> None:
    hung, binh = world.officer(), world.officer("Trần Quốc Bình")
    alert = raise_one(world, world.person())
    hung.fills("alert_close", until="sentence", alert=str(alert.id), outcome="helped_on_site")
    binh.fills("alert_false", until="sentence", alert=str(alert.id))
    said = at_once(world, (hung, "Đã đến nhà, mọi người bình an."), (binh, "Bấm nhầm thôi."))
    with world.look() as db:
        ended = [event.kind for event in stored.events(db, alert.id) if event.kind in ("closed", "false_alarm")]
    assert len(ended) == 1
    assert sum("09:00" in words for words in said) == 1


def test_of_two_who_say_a_task_is_done_one_has_done_it(world: World) -> None:
    hung, binh = world.officer(), world.officer("Trần Quốc Bình")
    person = world.person()
    hung.fills("task", person=str(person), what="Hỏi trạm y tế", who=str(hung.account_id), by="2026-11-25")
    with world.look() as db:
        (task,) = tasks.of_person(db, person)
    said = at_once(world, (hung, f"do:task_done:{task.id}"), (binh, f"do:task_done:{task.id}"))
    assert sorted("Đã ghi là xong" in words for words in said) == [False, True]
