"""A partner who asks what somebody has done is known, and whoever asks for work, food or the way is left alone."""

import pytest

from handlers.understand.case_questions import asks_about_case


@pytest.mark.parametrize(
    "text",
    [
        "nó phạm tội gì",
        "án gì",
        "bị án gì vậy",
        "bi an gi vay",
        "cậu này đi tù vì gì thế",
        "di tu vi toi gi",
        "anh Nam có tiền án không",
        "co tien an khong",
        "em ấy ở tù bao lâu",
        "nó bị bắt vì sao",
        "cho tôi xem lý lịch tư pháp của nó",
        "bữa trước phạm phải chuyện gì",
        "what crime did he commit?",
        "was he in prison?",
    ],
)
def test_it_asks_what_somebody_has_done(text: str) -> None:
    assert asks_about_case(text)


@pytest.mark.parametrize(
    "text",
    [
        "an gi",
        "tối nay ăn gì",
        "có tiền ăn trưa không",
        "co tien an trua ko",
        "đi từ mấy giờ",
        "di tu may gio",
        "người có tiền án có được làm bảo vệ không",
        "8h sáng thứ Tư, hỏi chị Hồng ở cổng",
        "Cần 3 phụ hồ, không phân biệt tiền án",
        "How long is the shift?",
        "tôi gì cũng làm",
        "toi gi cung lam",
        "lương tháng mấy",
        "nó làm được việc gì",
    ],
)
def test_it_asks_something_else(text: str) -> None:
    assert not asks_about_case(text)
