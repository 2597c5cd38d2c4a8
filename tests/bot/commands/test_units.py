"""Whoever sets up a commune finds it by whatever name they know it by; one that is not there is refused."""

import pytest

from storage import accounts, installation
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock


@pytest.mark.parametrize(
    "words",
    ["Kim Bảng Nghệ An", "kim bang nghe an", "xã Kim Bảng, Thanh Chương", "thanh ha thanh chuong", "17791"],
)
def test_a_commune_is_found_by_names_of_today_and_of_before_with_and_without_accents(
    console: Console, words: str
) -> None:
    said = console.works("units", *words.split())
    assert said.splitlines()[0] == "17791  xã Kim Bảng, tỉnh Nghệ An"
    assert "trước 07/2025: xã Kim Bảng (Thanh Chương)" in said or "trước 07/2025: xã Thanh Hà (Thanh Chương)" in said


def test_a_district_of_before_july_2025_shows_what_became_of_its_communes(console: Console) -> None:
    codes = {line[:5] for line in console.works("units", "huyện Nam Đàn").splitlines() if line[:5].isdigit()}
    assert codes == {"17935", "17944", "17950", "17971", "17989"}


def test_a_province_that_was_merged_still_narrows_the_search(console: Console) -> None:
    assert console.works("units", "phuong kim bang ha nam").startswith("13384  phường Kim Bảng, tỉnh Ninh Bình")


def test_a_name_that_nobody_has_is_said_so(console: Console) -> None:
    assert "no commune is called so" in console.fails("units", "Xyzzy")


@pytest.mark.parametrize("command", ["serve", "invite --phone 0912345678", "doctor", "account list"])
def test_a_commune_that_does_not_exist_is_refused(console: Console, command: str) -> None:
    said = console.fails(command, unit="99999")
    assert "99999" in said
    assert "python -m bot units" in said


def test_nothing_is_served_in_the_name_of_somebody_elses_commune(console: Console) -> None:
    assert "no commune is chosen yet" in console.fails("invite --phone 0912345678 --name A --role guardian", unit="")
    assert "none is chosen yet" in console.works("doctor", unit="")


def test_the_demo_keeps_its_commune_and_serve_knows_it_from_the_database(console: Console) -> None:
    console.works("demo --seed-only", unit="")
    assert "Kim Bảng" in console.works("doctor", unit="")


def test_the_demo_stays_out_of_a_real_communes_database(console: Console) -> None:
    console.works("invite --phone 0912345678 --name", "Nguyễn Văn A", "--role", "officer")
    with console.look() as db:
        installation.put(db, installation.PURPOSE, installation.REAL)
    assert "database of a real commune" in console.fails("demo --seed-only")


def test_the_doctor_ends_with_what_is_missing_the_most_important_first(console: Console) -> None:
    said = console.works("doctor", unit="", database_url="sqlite:///var/new.db")
    missing = said.partition("Còn thiếu")[2].splitlines()[1:]
    assert "chưa chọn xã" in missing[0]
    assert "python -m bot setup --real" in missing[-1]
    console.works("invite --phone 0912345678 --name", "Nguyễn Văn A", "--role", "officer")
    assert "chưa chọn xã" not in console.run("doctor").output


def test_a_merged_commune_is_counted_first_and_moved_when_asked(console: Console) -> None:
    mapping = console.folder / "merged.csv"
    mapping.write_text("from,to\n17713,17791\n", encoding="utf-8")
    console.works("migrate")
    with console.look() as db:
        accounts.add(db, unit="17713", name="Lê Văn Hùng", roles=("officer",))
    assert "accounts: 1" in console.works("units remap --file", str(mapping))
    with console.look() as db:
        assert len(accounts.of_unit(db, "17713")) == 1
    console.works("units remap --write --file", str(mapping))
    with console.look() as db:
        assert len(accounts.of_unit(db, "17791")) == 1
    assert "17713 → 17791: nothing to do" in console.works("units remap --write --file", str(mapping))


@pytest.mark.parametrize(
    ("row", "said"),
    [("17713,99999", "99999 is no commune"), ("99998,17791", "99998 is not known"), ("17791,17791", "into itself")],
)
def test_a_list_with_a_commune_that_is_none_moves_nothing(console: Console, row: str, said: str) -> None:
    mapping = console.folder / "merged.csv"
    mapping.write_text(f"from,to\n{row}\n", encoding="utf-8")
    console.works("migrate")
    refused = console.fails("units remap --write --file", str(mapping))
    assert said in refused
    assert "nothing was written" in refused


def test_without_a_list_the_changes_that_came_with_the_version_are_taken(console: Console) -> None:
    assert "nothing to do" in console.works("units remap")
