"""`python -m bot understand`: for people a few lines, for measuring one JSON object a sentence."""

import json
from pathlib import Path

import pytest

from storage import unsure_choices
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock  # the command takes the time where none is given

KEYS = ["id", "intent", "confidence", "alternatives", "emergency", "when", "amount", "visit"]


def objects(said: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.splitlines()]


def test_a_sentence_is_tried_out(console: Console) -> None:
    said = console.works(
        "understand", "hôm qua ghé anh Nam mà không gặp", "--role", "guardian", "--now", "2026-11-23T10:00"
    )
    found = {line.split()[0]: line.split(maxsplit=1)[1] for line in said.splitlines()}
    assert found["intent"].startswith("report_visit")
    assert found["outcome"] == "away"
    assert found["when"] == "2026-11-22"
    assert "50000000 đồng" in console.works("understand", "vay 50 trieu mua bo")
    assert "emergency    -" not in console.works("understand", "tôi không muốn sống nữa")


def test_one_json_object_says_it_all(console: Console) -> None:
    (found,) = objects(console.works("understand", "hẹn 8h sáng mai, vay 50tr", "--json", "--now", "2026-11-23"))
    assert list(found) == KEYS
    assert (found["when"], found["amount"], found["visit"]) == ("2026-11-24T08:00:00+07:00", 50_000_000, None)
    assert found["emergency"] == {"is": "no", "kind": None}


def test_a_visit_is_told_in_the_keys_of_a_report(console: Console) -> None:
    (found,) = objects(
        console.works("understand", "hôm qua ghé anh Nam mà không gặp", "--json", "--now", "2026-11-23T09:00")
    )
    visit = found["visit"]
    assert isinstance(visit, dict)
    assert list(visit) == ["visited_on", "outcome", "how", "work", "concerns", "needs"]
    assert (visit["visited_on"], visit["outcome"]) == ("2026-11-22", "away")


def test_a_file_gives_a_line_for_each_row(console: Console, tmp_path: Path) -> None:
    file = tmp_path / "typed.tsv"
    file.write_text(
        "id\ttext\trole\tnow\ttoday\n"
        '7\t"hôm qua ghé nhà anh Nam\tguardian\t2026-11-23T23:30:00Z\t\n'
        "8\thôm qua ghé nhà\tguardian\t\t2026-11-23\n"
        "9\t\n",
        encoding="utf-8",
    )
    found = objects(console.works("understand", "--file", str(file)))
    assert [(line["id"], line["when"]) for line in found] == [("7", "2026-11-23"), ("8", "2026-11-22"), ("9", None)]
    assert all(list(line) == KEYS for line in found)


def test_a_danger_says_its_kind(console: Console) -> None:
    (found,) = objects(console.works("understand", "tôi không muốn sống nữa", "--json"))
    assert (found["intent"], found["emergency"]) == ("emergency", {"is": "yes", "kind": "suicide"})


def test_what_cannot_be_read_is_said_so(console: Console, tmp_path: Path) -> None:
    assert "--role" in console.fails("understand", "xin chào", "--role", "king")
    assert "2026-11-23T10:00" in console.fails("understand", "xin chào", "--now", "hôm qua")
    assert "--file" in console.fails("understand")
    (tmp_path / "no.tsv").write_text("id\tsaid\n")
    assert "text" in console.fails("understand", "--file", str(tmp_path / "no.tsv"))


def test_the_review_lists_what_people_chose(console: Console) -> None:
    console.works("migrate")
    with console.look() as db:
        for _ in range(2):
            unsure_choices.note(db, "em hoi vay von", "loan_info")
    said = console.works("understand", "--review")
    assert "   2  loan_info          em hoi vay von" in said
    (choice,) = objects(console.works("understand", "--review", "--json"))
    assert (choice["words"], choice["chosen"], choice["count"]) == ("em hoi vay von", "loan_info", 2)
