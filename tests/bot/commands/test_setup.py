"""A technician sets up in the terminal, by flags or by questions, stops in between, and clears what was tried."""

import asyncio

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from storage import accounts, audit, installation, persons, units
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID, FakeZaloOa
from tests.bot.channels.zalo_oa.fake.receiving import KEY
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock
HUNG = "police;Lê Văn Hùng;0912345678;1985"
HOA = "committee;Trần Thị Hoa;0912345679;1980"


@pytest.fixture
def fresh(console: Console) -> Console:
    console.settings["unit"] = ""
    return console


def with_people(console: Console) -> None:
    console.works("setup --commune 17791 --no-border --officer", HUNG, "--officer", HOA, "--admin", "0912345678")
    console.works("invite --phone 0911111111 --role person --hamlet", "xóm 6", "--name", "Trần Văn Nam")
    console.works("invite --phone 0922222222 --role guardian --name", "Nguyễn Văn Tư")


def typed(console: Console, command: str, *lines: str) -> str:
    env = {f"DONGHANH_{name.upper()}": value for name, value in console.settings.items()}
    result = CliRunner().invoke(app, command.split(), env=env, input="\n".join(lines) + "\n")
    return str(result.output)


def test_each_flag_does_its_step_and_what_was_done_stays(fresh: Console) -> None:
    said = fresh.works("setup --commune 17791 --no-border --officer", HUNG, "--officer", HOA)
    assert "✓ xã Kim Bảng, tỉnh Nghệ An (17791)" in said
    assert "✓ agencies" in said
    said = fresh.works("setup --admin 0912345678 --keys-kept --urgent 15")
    assert "Lê Văn Hùng: " in said
    assert "✓ keys" in said
    with fresh.look() as db:
        assert [admin.name for admin in accounts.with_role(db, "17791", "admin")] == ["Lê Văn Hùng"]
    assert "– invitations" in said, "the admin's own code invites nobody else"
    fresh.works("invite --phone 0911111111 --role guardian --name", "Nguyễn Văn Tư")
    assert "✓ invitations" in fresh.works("setup --status")


def test_what_does_not_do_is_said_in_vietnamese(fresh: Console) -> None:
    assert "Không có xã" in fresh.fails("setup --commune 99999")
    assert "chưa chọn xã" in fresh.fails("setup --officer", HUNG)
    fresh.works("setup --commune 17791")
    assert "Số điện thoại chưa đúng" in fresh.fails("setup --officer", "police;Lê Văn Hùng;12;1985")
    assert "Năm sinh gồm bốn chữ số" in fresh.fails("setup --officer", f"police;Lê Văn Hùng;0912345678;{'9' * 5000}")
    assert "@BotFather" in fresh.fails("setup --telegram-token abc")


def test_questions_lead_from_the_commune_on_and_enter_leaves_one_for_later(fresh: Console) -> None:
    said = typed(fresh, "setup", "kim bang nghe an", "1", *["Lê Văn Hùng", "0912345678", "1985"], *[""] * 6, "n", "20")
    assert "1. xã Kim Bảng, tỉnh Nghệ An" in said
    with fresh.look() as db:
        assert len(accounts.officers_of(db, "17791")) == 1
    assert "1. xã Kim Bảng" not in typed(fresh, "setup", *[""] * 9, "n", "")


def test_what_was_tried_goes_when_asked_for_twice_and_officers_and_audit_stay(fresh: Console) -> None:
    with_people(fresh)
    assert "không" in typed(fresh, "setup --clear", "y", "không").lower()
    with fresh.look() as db:
        assert len(persons.of_unit(db, "17791")) == 1
        before = sum(head.seq for head in audit.heads(db))
    assert "đã xóa" in typed(fresh, "setup --clear", "y", "XOA")
    with fresh.look() as db:
        assert persons.of_unit(db, "17791") == []
        assert {role for one in accounts.of_unit(db, "17791") for role in one.roles} == {"officer", "admin"}
        assert sum(head.seq for head in audit.heads(db)) > before
    assert "whole" in fresh.works("audit verify")


def test_nothing_is_cleared_once_the_commune_runs_for_real_nor_in_an_installation_of_before(fresh: Console) -> None:
    with_people(fresh)
    fresh.works("setup --real")
    assert "chạy thật" in typed(fresh, "setup --clear", "y", "XOA")
    with fresh.look() as db:
        assert len(persons.of_unit(db, "17791")) == 1
        installation.remove(db, installation.PURPOSE)
    assert "không xóa được" in typed(fresh, "setup --clear", "y", "XOA")


def test_a_new_link_is_printed_for_a_service_that_runs(fresh: Console) -> None:
    assert "/setup/link/" in fresh.works("setup --link")


def test_quiet_hours_and_identity_cards_are_chosen_by_flags(fresh: Console) -> None:
    fresh.works("setup --commune 17791 --quiet 20:30-6:00 --id-numbers")
    with fresh.look() as db:
        commune = units.get(db, "17791")
    assert commune is not None
    assert (commune.settings["quiet"], commune.settings["keeps_id_numbers"]) == (["20:30", "06:00"], True)
    assert "từ 19:00 đến 23:00" in typed(fresh, "setup --quiet 12:00-13:00")


async def test_a_zalo_oa_is_asked_for_and_tried_at_once(fresh: Console) -> None:
    async with FakeZaloOa() as zalo:
        fresh.settings |= {"zalo_oa_api": zalo.url, "zalo_zbs_api": zalo.url, "zalo_oauth_api": zalo.url}
        await asyncio.to_thread(lambda: fresh.works("setup --commune 17791"))
        codes = (OA_ID, APP_ID, APP_SECRET, KEY)
        said = await asyncio.to_thread(lambda: typed(fresh, "setup --zalo-oa", *codes, "spent"))
        assert "mỗi token chỉ dùng được một lần" in said
        said = await asyncio.to_thread(lambda: typed(fresh, "setup --zalo-oa", *codes, "refresh-0"))
    assert "✓ Zalo OA: Xã Kim Bảng" in said
    assert APP_SECRET not in said
    assert "✓ channels" in await asyncio.to_thread(lambda: fresh.works("setup --status"))
