"""The chosen questions of a check-in, answered as tired people type."""

from handlers.understand.checkin_words import answer_in
from rules.checkins import QUESTIONS

SAID = {
    "sleep": {"well": "ngu dc", "broken": "chap chon lam", "badly": "ko ngu dc"},
    "food": {"enough": "an du bua", "sometimes_short": "co bua thieu", "often_short": "ko co gi an"},
    "work": {"steady": "van lam deu", "now_and_then": "bua co bua ko", "looking": "chua co viec", "not_now": "o nha"},
    "money": {"enough": "du song", "tight": "phai tinh toan", "short": "ko du"},
    "home": {"warm": "vui ve", "some_words": "thinh thoang cai nhau", "heavy": "nang ne lam", "alone": "o mot minh"},
    "old_friends": {"no": "ko co ai", "easy": "co, e tu choi dc", "hard": "co, kho noi qua"},
    "drink": {"no": "ko uong", "little": "uong it thoi", "more_than_liked": "uong nhieu qua"},
    "craving": {"no": "ko", "passed": "co nhung qua roi", "hard": "them lam"},
    "medicine": {"regular": "uong deu", "sometimes_missed": "co hom quen", "ran_out": "het thuoc r"},
    "loneliness": {"rarely": "it khi", "sometimes": "thinh thoang", "often": "hay buon lam"},
}


def test_each_answer_is_heard_in_tired_words() -> None:
    assert {question: set(said) for question, said in SAID.items()} == {q: set(codes) for q, codes in QUESTIONS.items()}
    heard = {question: {answer_in(question, words) for words in said.values()} for question, said in SAID.items()}
    assert heard == {question: set(said) for question, said in SAID.items()}
    assert [answer_in("sleep", "ngu ko tot"), answer_in("sleep", "cho em gap can bo")] == ["badly", ""]
