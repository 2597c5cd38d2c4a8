"""The page that explains the house names what is there, and its picture shows every room."""

import re

import pytest

from docs.draw_architecture import PICTURE, draw
from docs.house import MATTERS, folders, read_house
from tests.tree import ROOT


def drawn_in(picture: str) -> set[str]:
    """The folders that stand in boxes of their own, and those that share the box of the matters."""
    frames = set(re.findall(r'data-frame="([^"]+)"', picture))
    return {frame for frame in frames if (ROOT / frame).is_dir()}


def rooms() -> set[str]:
    house = read_house()
    return {folder for folder in folders() if folder.removeprefix("handlers/") not in house.frames[MATTERS]}


def test_the_picture_shows_every_room_that_there_is() -> None:
    committed = PICTURE.read_text(encoding="utf-8")
    assert drawn_in(committed) == rooms() - {"bot/channels"}, "draw it again: python docs/draw_architecture.py"


def test_the_picture_lists_every_matter() -> None:
    committed = re.sub(r"<[^>]+>", " ", PICTURE.read_text(encoding="utf-8"))
    missing = [matter for matter in read_house().frames[MATTERS] if not re.search(rf"\b{matter}\b", committed)]
    assert missing == [], "draw it again: python docs/draw_architecture.py"


def test_the_picture_can_be_drawn() -> None:
    assert drawn_in(draw(read_house())) == rooms() - {"bot/channels"}


def test_no_import_goes_up_or_round() -> None:
    house = read_house()
    assert house.upward() == []
    assert house.circles() == []


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/README.md", "CONTRIBUTING.md"])
def test_every_path_that_a_page_names_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = set(re.findall(r"`([\w.-]+/[\w./-]*|\w+\.(?:md|toml))`", text))
    paths |= {path.partition("#")[0] for path in re.findall(r"\]\(([^):]+)\)", text)}
    places = (ROOT, (ROOT / page).parent)
    assert paths
    assert sorted(path for path in paths if not any((place / path).exists() for place in places)) == []
