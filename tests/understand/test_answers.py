"""Answers in people's own words, read by the questions themselves."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from handlers.kit import Choice, Incoming, Problem
from handlers.kit.scope import Scope
from handlers.matters import REGISTRY
from handlers.texts import Texts
from handlers.understand import answers
from rules import checkins, visits

TEXTS = Texts.load()
SETS = list(answers.learnt().header["sets"])
VIETNAMESE = SimpleNamespace(language="vi")
# all that a question needs of it to read an answer
SCOPE = cast(Scope, SimpleNamespace(text=lambda key: TEXTS.find("vi", key), wording=VIETNAMESE))


def read(form: str, question: str, text: str, **before: Any) -> Any:
    return (
        REGISTRY.forms[form].by_id[question].read(Incoming("telegram", "1", "1", "text", text=text), "", before, SCOPE)
    )


@pytest.mark.parametrize(
    ("question", "text", "code"),
    [
        ("kind", "em gọi điện thôi ạ", "phone"),
        ("kind", "ra cho no lam", "work"),
        ("kind", "dùng điện thoại", "phone"),
        ("kind", "tạii nhàa", "home"),
        ("outcome", "dạ gặp được rồi ạ", "met"),
        ("outcome", "gap dc r e", "met"),
        ("outcome", "ko gap, di lam roi", "away"),
        ("outcome", "nó trốn trong buồng nỏ ra", "refused"),
        ("outcome", "chuyển ra Vinh ở rồi", "moved"),
        ("work", "chua co viec lam", "none"),
        ("work", "đang đi phụ hồ", "casual"),
        ("work", "làm nhà máy gạch, tháng nào cũng có lương", "steady"),
        ("work", "đau ốm miết, mần chi được", "unable"),
        ("mood", "bình thường thôi", "fair"),
        ("mood", "khoẻ ạ, cười nói suốt", "good"),
        ("mood", "bun, it noi chuyen lam", "low"),
    ],
)
def test_a_guardian_answers_in_their_own_words(question: str, text: str, code: str) -> None:
    assert read("visit_report", question, text) == code


@pytest.mark.parametrize(
    ("question", "text", "codes"),
    [
        ("concerns", "hay uong ruou", ["alcohol"]),
        ("concerns", "khong co gi lo ca", []),
        ("concerns", "nợ nần với đánh bài", ["gambling", "debt"]),
        ("concerns", "không rượu chè gì", []),
        ("concerns", "hồi trước hay nhậu, giờ bỏ rồi", []),
        ("needs", "em nó muốn học sửa xe", ["training"]),
        ("needs", "lam lai cccd va xin viec", ["job", "papers"]),
    ],
)
def test_several_things_are_said_in_one_sentence(question: str, text: str, codes: list[str]) -> None:
    assert read("visit_report", question, text) == codes


@pytest.mark.parametrize(
    ("outcome", "text", "code"),
    [
        ("away", "vào Sài Gòn làm thuê rồi", "working_far"),
        ("away", "không biết nữa", "nobody_knows"),
    ],
)
def test_only_the_reasons_that_are_offered_are_read(outcome: str, text: str, code: str) -> None:
    assert read("visit_report", "reason", text, outcome=outcome) == code


@pytest.mark.parametrize(
    ("form", "question", "text", "code"),
    [
        ("alarm", "what", "uống thuốc diệt cỏ", "self_harm"),
        ("loan_check", "certificate", "em chấp hành xong rồi, có giấy", "finished"),
        ("loan_check", "certificate", "giay to mat het roi", "lost"),
        ("loan_check", "purpose", "nuôi lợn nái", "business"),
        ("loan_check", "lives_here", "dung roi a", "yes"),
        ("loan_check", "same_debt", "dạ không vay gì cả", "no"),
        ("loan_check", "signer", "bố em đứng tên cho", "household"),
        ("checkin", "face", "cũng thường thường", "fair"),
        ("checkin", "helps", "em cần việc làm", ["job"]),
        ("alert_close", "outcome", "đến nhà nói chuyện ổn rồi", "helped_on_site"),
        ("offer_post", "trade", "phụ hồ", "building"),
        ("wish", "trade", "thợ hàn", "welding"),
        ("wish", "trade", "sơn nước", "building"),
        ("wish", "trade", "chăm bò", "farming"),
    ],
)
def test_others_answer_in_their_own_words(form: str, question: str, text: str, code: Any) -> None:
    assert read(form, question, text) == code


@pytest.mark.parametrize(
    ("question", "text"),
    [("outcome", "đợi tí"), ("kind", "blabla"), ("work", "cho gặp cán bộ cái"), ("work", "đừng nhắn tin cho tôi nữa")],
)
def test_what_is_no_answer_is_not_taken_for_one(question: str, text: str) -> None:
    with pytest.raises(Problem):
        read("visit_report", question, text)


def test_what_two_answers_speak_for_is_asked_about() -> None:
    speaking = {"home": 0.9, "work": 0.4, answers.NO_ANSWER: -1.0}
    assert answers.one_of(speaking, ["home", "work"], sure=0.8) == answers.Meant(nearest=("home", "work"))
    assert answers.one_of(speaking | {"work": -0.8}, ["home", "work"], sure=0.8) == answers.Meant(("home",))


def test_what_speaks_for_one_thing_alone_needs_to_say_less() -> None:
    told = answers.weighed("visit_report.mood", "chan nan chut", visits.MOOD)
    assert list(told) == ["low"]
    assert told["low"] < answers.SURELY


def test_where_it_may_be_either_the_two_nearest_are_named() -> None:
    with pytest.raises(Problem) as unsure:
        read("visit_report", "outcome", "không")
    assert set(unsure.value.nearest) == {"away", "refused"}


@pytest.mark.parametrize("text", ["", " ", "!!!", "🙂", "0000", "x" * 5000, "\x00\ud800"])
def test_anything_at_all_can_be_read(text: str) -> None:
    for name in SETS:
        codes = [code for code in answers.answer_set(name).codes if code != answers.NO_ANSWER]
        answers.read_one(name, text, codes)


def test_every_code_that_is_learnt_of_is_offered_by_a_question() -> None:
    offered: dict[str, set[str]] = {}
    for form in REGISTRY.forms.values():
        for question in form.questions:
            if isinstance(question, Choice) and not callable(question.source):
                offered.setdefault(question.answer_set, set()).update(question.source)
    offered["visit_report.reason"] = set(visits.REASONS)
    offered["checkin_own.questions"] = set(checkins.QUESTIONS)
    for name in SETS:
        assert set(answers.answer_set(name).codes) - {answers.NO_ANSWER, answers.NONE_OF_THESE} <= offered[name]
