"""«Em làm rơi mất ví» and «cháu 16 tuổi» rang the officers, «em đang đi làm» was asked whether there is danger."""

import pytest

from handlers.understand.danger import danger

EVERYDAY = (
    *("em lam roi mat vi", "em làm rơi mất ví rồi", "em danh roi mat the", "em lam roi mat dt"),
    *("sinh nam sai roi, em sinh 1997", "chau 16 tuoi", "em dang di lam", "no di lam roi", "em moi ngu day"),
    *("em xin loi em ngu quen", "em het tien dt roi", "mai em den", "em se den dung gio", "em dang tren duong"),
    *("em ve nha roi", "em lay vo roi", "em doi bung", "vo em moi sinh con", "em khong co xe", "bo em de roi"),
    *("ba gia roi mat kem", "ba ko biet bam"),
)
DANGER = (
    "em di lam roi uong thuoc sau",
    "em sợ về nhà",
    "đến giờ rồi, em đi luôn đây",
    "con xin loi me",
    "em mat het roi",
    "chau 16 tuoi bi bo danh",
    "em chan song",
)


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_news_rings_nobody(text: str) -> None:
    assert danger(text).verdict == "no"


@pytest.mark.parametrize("text", DANGER)
def test_what_stands_beside_it_is_still_heard(text: str) -> None:
    assert danger(text).verdict != "no"
