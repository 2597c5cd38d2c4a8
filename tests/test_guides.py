"""The guides: what they name is there, their commands work in an empty folder, their dates are the service's."""

import csv
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from bench.ports import free_address
from bot.__main__ import app
from docs.guides_pdf import FOLDERS, set_page
from handlers.texts import Texts
from handlers.understand.lock_screen import unsafe_words
from rules import consent
from tests.patience import PATIENCE
from tests.tree import ROOT

PAIRS = {
    "README": "README",
    "cai-dat": "installing",
    "bat-dau-trong-mot-gio": "starting-in-an-hour",
    "ban-lam-viec": "desk",
    "nguoi-giup-do": "guardian",
    "nguoi-ve": "coming-home",
    "su-co-thuong-gap": "troubles",
    "giu-va-xoa-du-lieu": "keeping-and-deleting",
    "danh-gia-tac-dong": "impact-assessment",
    "loi-hoi-dong-y": "consent-texts",
}
PAGES = sorted(page for folder in FOLDERS.values() for page in folder.glob("*.md"))
RUN = re.compile(r"^```sh run\n(.*?)^```", re.MULTILINE | re.DOTALL)
ALL_BLOCKS = re.compile(r"^```sh.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
# in the order in which somebody follows them
FOLLOWED = ("cai-dat", "bat-dau-trong-mot-gio", "su-co-thuong-gap", "giu-va-xoa-du-lieu")
PURPOSES = ("service", "service_guardian", "service_officer", "jobs", "loans", "relay", "intake")
ADDRESSES = {"vi": {"you": "anh/chị", "You": "Anh/chị"}, "en": {"you": "you", "You": "You"}}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def named(language: str, vietnamese: str) -> Path:
    return FOLDERS[language] / f"{vietnamese if language == 'vi' else PAIRS[vietnamese]}.md"


def commands() -> set[str]:
    single = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    return single | {group.name for group in app.registered_groups if group.name}


def test_every_page_stands_in_both_languages() -> None:
    assert {page.stem for page in FOLDERS["vi"].glob("*.md")} == set(PAIRS)
    assert {page.stem for page in FOLDERS["en"].glob("*.md")} == set(PAIRS.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_picture_file_and_command_named_is_there(page: Path) -> None:
    said = text_of(page)
    linked = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", said)
    paths = re.findall(r"`((?:bot|handlers|storage|rules|seeds|tests|deploy)/[\w./-]*)`", said)
    missing = [link for link in linked if not (page.parent / link).exists()]
    assert missing + [path for path in paths if not (ROOT / path).exists()] == []
    assert set(re.findall(r"python -m bot (\w+)", said)) <= commands()
    assert all((page.parent / link).stat().st_size > 1000 for link in linked if link.endswith(".png"))


@pytest.mark.parametrize("vietnamese", PAIRS)
def test_both_languages_give_the_same_commands(vietnamese: str) -> None:
    vi, en = (text_of(named(language, vietnamese)) for language in ("vi", "en"))
    assert RUN.findall(vi) == RUN.findall(en)
    assert ALL_BLOCKS.findall(vi) == ALL_BLOCKS.findall(en)


def clean_folder(folder: Path) -> dict[str, str]:
    """A folder with nothing in it but the program; the environment of somebody who has set nothing."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    # nothing beyond loopback answers
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    return {**kept, **nowhere, "PYTHONPATH": str(ROOT), "DONGHANH_LISTEN": free_address(), "NO_COLOR": "1"}


def follow(page: Path, folder: Path, environment: dict[str, str]) -> str:
    """Runs the blocks of a page that are marked so, one after the other; what they said."""
    blocks = RUN.findall(text_of(page))
    assert blocks, f"no block of {page.name} is marked to be run"
    said = ""
    for block in blocks:
        done = subprocess.run(
            ["sh", "-e", "-c", block], cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, f"{page.name}: {block}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        said += done.stdout
    return said


@pytest.mark.wall_clock
def test_whoever_follows_the_guides_in_an_empty_folder_gets_what_they_say(tmp_path: Path) -> None:
    environment = clean_folder(tmp_path)
    said = {name: follow(named("vi", name), tmp_path, environment) for name in FOLLOWED}
    assert re.search(r"^code: \w{4}-\w{4}", said["cai-dat"], re.MULTILINE)
    assert (tmp_path / "var" / "keys.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "ban-sao.dhcopy").exists()
    assert (tmp_path / "nguoi-duoc-giup.xlsx").exists()
    assert "0 of 0 have linked" in said["bat-dau-trong-mot-gio"]
    assert "Lê Văn Hùng" in said["su-co-thuong-gap"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_whatever_the_desks_guide_says_to_press_stands_on_the_desk(language: str) -> None:
    bold = re.findall(r"\*\*([^*]+)\*\*", text_of(named(language, "ban-lam-viec")))
    said = Texts.load().by_language[language].values()
    labels = {label for label in bold if not label.endswith(".")}
    assert {label for label in labels if not any(words.startswith(label) for words in said)} == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_days_of_the_guide_are_those_of_the_service(language: str) -> None:
    told = dict(
        re.findall(r"^\| `(\w+)` \|[^|]*\| (\d+) ", text_of(named(language, "giu-va-xoa-du-lieu")), re.MULTILINE)
    )
    with (ROOT / "seeds" / "tables" / "retention.csv").open(encoding="utf-8") as lines:
        assert told == {row["what"]: row["days"] for row in csv.DictReader(lines)}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_consent_texts_for_filing_are_those_that_are_asked(language: str) -> None:
    said, texts = text_of(named(language, "loi-hoi-dong-y")), Texts.load()
    assert f"**{consent.VERSION}**" in said
    for purpose in PURPOSES:
        words = texts.find(language, f"link.{purpose}.ask").format_map(defaultdict(str, ADDRESSES[language]))
        assert f"> {words}\n" in said, f"link.{purpose}.ask has changed: change the page and the version of the consent"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("handed_out", ["nguoi-giup-do", "nguoi-ve"])
def test_what_is_handed_out_tells_nothing_of_the_past(language: str, handed_out: str) -> None:
    said = text_of(named(language, handed_out))
    assert unsafe_words(said, len(said)) == set()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("handed_out", ["nguoi-giup-do", "nguoi-ve", "giu-va-xoa-du-lieu"])
def test_a_page_is_set_as_pdf_and_what_is_handed_out_fits_on_one(language: str, handed_out: str) -> None:
    content = set_page(named(language, handed_out), language)
    assert content.startswith(b"%PDF-")
    pages = max(int(number) for number in re.findall(rb"/Count (\d+)", content))
    assert pages == 1 or handed_out == "giu-va-xoa-du-lieu"


def test_every_picture_of_the_guides_is_shown_in_one() -> None:
    shown = {Path(link).name for page in PAGES for link in re.findall(r"!\[[^]]*\]\((pictures/[^)]+)\)", text_of(page))}
    assert {file.name for file in (FOLDERS["vi"] / "pictures").iterdir()} == shown
