"""A weeping face was thanked, 🆘 too; whoever swore was shown a list, and whoever wrote English only Vietnamese."""

from handlers.understand.moods import is_english, sign, swears
from tests.person import World


def test_signs_are_read() -> None:
    assert [sign(text) for text in ("😢", "😭😭😭", "😡", "🆘", "👍", "🙏❤️")] == ["low", "low", "angry", "help", "", ""]


def test_swearing_and_english_are_known() -> None:
    assert all(map(swears, ("dm bot ngu vl", "đéo làm gì được cho tao", "con cac", "vcl hoi mai k tra loi")))
    assert not any(
        map(swears, ("em dang deo khau trang", "dm 350k 1 ngay".replace("dm", "dem"), "tim viec lam", "ngu roi"))
    )
    assert is_english("how do i get a loan")
    assert not any(map(is_english, ("em can viec lam", "the anh la ai", "my oi who", "can bo oi")))


def test_each_gets_an_answer_of_its_own(world: World) -> None:
    world.officer()
    nam = world.person_with_phone()
    assert "nghe anh đây" in nam.says("😢")
    assert "gặp nguy hiểm" in nam.says("🆘")
    nam.presses("do:no_danger")
    assert "đang bực" in nam.says("dm bot ngu vl")
    nam.says("how do i get a loan?")
    assert "English" in nam.last
    assert "English" in nam.says("english please") or "menu" in nam.sees.lower()
