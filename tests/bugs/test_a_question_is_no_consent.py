"""«Sao phải đồng ý» was written down as a yes, and «không đồng ý thì sao» as a no: both only ask."""

import pytest

from handlers.kit import Consent, Option, Problem
from tests.handlers.linking.test_link import account_of, code_for
from tests.person import World

OPTIONS = [Option("yes", "Đồng ý"), Option("no", "Không đồng ý")]
ASKED = ("dong y lam gi", "ko dong y thi sao", "dong y hay ko", "co bat buoc khong", "em so lam", "why")


@pytest.mark.parametrize("text", ASKED)
def test_who_asks_has_said_neither(text: str) -> None:
    with pytest.raises(Problem):
        Consent("jobs", "jobs").one_of(OPTIONS, text)


def test_a_plain_word_is_enough() -> None:
    said = {"dong y": "yes", "dạ em đồng ý ạ": "yes", "ok": "yes", "2": "no", "thoi khong": "no", "không đồng ý": "no"}
    assert {text: Consent("jobs", "jobs").one_of(OPTIONS, text) for text in said} == said


def test_at_linking_the_question_stands(world: World) -> None:
    phone = world.stranger()
    phone.says(code_for(world, account_of(world, "Nguyễn Văn Tư", "guardian", born=1964)))
    phone.answers(born=1964, until="service_guardian")
    asked = phone.sees
    assert phone.says("sao phai dong y").endswith(asked)
