"""«Kể thêm» takes as many messages, photos and voice notes as come, until somebody says that this is all."""

from dataclasses import replace
from typing import Any

import pytest

from handlers.kit import Incoming, Media
from storage import alerts, attachments, visits
from storage.opening import open_store
from tests.person import Talker, World


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def nam(world: World, tu: Talker) -> int:
    return world.person(guardian=tu)


def note_of(world: World, person: int) -> Any:
    with world.look() as db:
        return visits.latest(db, person)[0].answers["note"]


def album(talker: Talker, *captions: str) -> list[str]:
    """Sends a photo for each caption, as one album; gives the replies."""
    world, replies = talker.world, []
    for place, caption in enumerate(captions):
        media = Media(f"file-{caption}-{place}", "photo", 1000)
        picture = Incoming(
            talker.channel, world.next_id(), talker.address, "photo", text=caption, media=media, album="album-1"
        )
        replies.append(talker._send(replace(picture)))
    return replies


def test_everything_that_comes_is_one_remark(world: World, tu: Talker, nam: int) -> None:
    tu.reports(nam, until="note")
    assert "«Xong»" in tu.says("Nhà mới lợp lại mái")
    assert "2 tin" in tu.sends("voice")
    assert "3 tin" in tu.sends("photo", text="Mái nhà đây")
    assert "4 tin" in tu.says("Có cả bố mẹ ở nhà")
    assert "vị trí" in tu.says("xong")
    tu.answers()
    first, voice, photo, last = note_of(world, nam)
    assert (first, last) == ("Nhà mới lợp lại mái", "Có cả bố mẹ ở nhà")
    assert (voice["kind"], photo["kind"], photo["caption"]) == ("voice", "photo", "Mái nhà đây")
    with world.look() as db:
        kept = attachments.several(db, [voice["attachment"], photo["attachment"]])
        assert {(one.about, one.person_id) for one in kept.values()} == {("visit", nam)}


def test_an_album_is_one_of_them_with_all_its_captions(world: World, tu: Talker, nam: int) -> None:
    tu.reports(nam, until="note")
    tu.says("Ảnh nhà")
    assert album(tu, "Mái", "", "Sân")[1:] == ["", ""]
    tu.answers(tu.says("xong"))
    words, pictures = note_of(world, nam)
    assert (words, pictures["caption"]) == ("Ảnh nhà", "Mái\nSân")
    with world.look() as db:
        assert attachments.after(db, pictures["attachment"])[2] == 3


def test_the_review_and_the_officer_read_all_of_it(world: World, tu: Talker, nam: int) -> None:
    hung = world.officer()
    tu.reports(nam, until="note")
    tu.says("Nhà mới lợp lại mái")
    tu.says("Có cả bố mẹ ở nhà")
    tu.sends("photo", text="Mái nhà đây")
    review = tu.answers(tu.chooses("Xong"), until="review")
    for words in ("Nhà mới lợp lại mái", "Có cả bố mẹ ở nhà", "Mái nhà đây"):
        assert words in review
    tu.answers()
    hung.presses(f"do:person_visits:{nam}")
    assert "Mái nhà đây" in hung.last.text
    assert any("Xem ảnh" in label for label in hung.last.labels)


def test_all_that_was_sent_with_a_worry_is_with_its_alert(world: World, tu: Talker, nam: int) -> None:
    tu.reports(nam, concerns=["violence"], until="note")
    tu.says("Hay to tiếng")
    tu.sends("photo", "file-1")
    tu.sends("photo", "file-2")
    tu.answers(tu.says("xong"))
    with world.look() as db:
        [alert] = alerts.of_person(db, nam)
        assert alert.note == "Hay to tiếng"
        assert len([event for event in alerts.events(db, alert.id) if event.attachment_id]) == 2


@pytest.mark.parametrize("words", ["xong", "hết rồi", "không có gì thêm", "bỏ qua"])
def test_many_words_say_that_this_is_all(world: World, tu: Talker, nam: int, words: str) -> None:
    tu.reports(nam, until="note")
    tu.says("Nhà mới lợp lại mái")
    tu.answers(tu.says(words))
    assert note_of(world, nam) == "Nhà mới lợp lại mái"


def test_nothing_is_lost_by_a_restart_nor_by_the_menu(
    world: World, tu: Talker, nam: int, request: pytest.FixtureRequest
) -> None:
    tu.reports(nam, until="note")
    tu.says("Nhà mới lợp lại mái")
    if world.store.sqlite:
        again = open_store(str(request.getfixturevalue("sqlite_url")), world.store.keyring, world.store.now)
        world.store.close()
        world.store = again
    tu.says("/menu")
    tu.says("làm tiếp")
    tu.says("Có cả bố mẹ ở nhà")
    tu.answers(tu.says("xong"))
    assert note_of(world, nam) == ["Nhà mới lợp lại mái", "Có cả bố mẹ ở nhà"]


def test_what_comes_at_the_review_is_put_to_it(world: World, tu: Talker, nam: int) -> None:
    tu.reports(nam, note="Nhà mới lợp lại mái", until="review")
    tu.sends("photo", text="Mái nhà đây")
    tu.answers()
    words, photo = note_of(world, nam)
    assert (words, photo["caption"]) == ("Nhà mới lợp lại mái", "Mái nhà đây")


def test_an_alarm_is_told_more_until_this_is_all(world: World, tu: Talker, nam: int) -> None:
    hung = world.officer()
    tu.fills("alarm", about=nam, what="violence")
    tu.chooses("Kể thêm")
    assert "Đã chuyển thêm" in tu.says("Ở quán nước đầu xóm")
    assert "Đã chuyển thêm" in tu.sends("photo", text="Quán đây")
    assert "Đã chuyển thêm" in tu.says("Có hai người lạ")
    assert "Cảm ơn bác" in tu.chooses("Xong")
    with world.look() as db:
        [alert] = alerts.of_person(db, nam)
        told = alerts.events(db, alert.id)
        assert [event.note for event in told if event.note] == ["Ở quán nước đầu xóm", "Quán đây", "Có hai người lạ"]
        [photo] = [event.attachment_id for event in told if event.attachment_id]
        stored = attachments.get(db, photo)
        assert stored is not None
        assert (stored.about, stored.person_id) == ("alarm", nam)
    assert "hai người lạ" in hung.says("C1")


def test_what_comes_after_that_is_all_is_no_part_of_the_alarm(world: World, tu: Talker, nam: int) -> None:
    tu.fills("alarm", about=nam, what="violence")
    tu.chooses("Kể thêm")
    tu.says("Ở quán nước đầu xóm")
    tu.says("xong")
    tu.says("menu")
    tu.says("cho tôi hỏi chuyện khác")
    with world.look() as db:
        [alert] = alerts.of_person(db, nam)
        assert [event.note for event in alerts.events(db, alert.id) if event.note] == ["Ở quán nước đầu xóm"]
