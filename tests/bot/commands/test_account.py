"""`account`: the technician finds an account, sees it and changes it beside a running service; nothing is quiet."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from handlers.kit.deployment import Deployment
from storage import account_changes, accounts, chats, invites, link_requests, outbox, persons, sessions
from storage.accounts import Account
from storage.audit import audit
from tests.bot.commands.console import Console
from tests.bot.delivery.post import UNIT
from tests.conftest import StandingClock
from tests.person import WITH_BUTTONS, Talker, World

pytestmark = pytest.mark.wall_clock
HUNG, HOA, TU = "+84912000111", "+84912000222", "+84912000333"


@pytest.fixture
def desk(console_on_each: Console) -> Console:
    """A commune with an officer, an admin, and a guardian who has a chat on the web."""
    console_on_each.works("migrate")
    with console_on_each.look() as db:
        accounts.add(db, unit=UNIT, name="Lê Văn Hùng", roles=("officer",), phone=HUNG, on_duty=True)
        hoa = accounts.add(db, unit=UNIT, name="Đặng Thị Hoa", roles=("officer", "admin"), phone=HOA)
        tu = accounts.add(db, unit=UNIT, name="Nguyễn Văn Tư", roles=("guardian",), phone=TU)
        for account_id, address in ((hoa, "page-of-hoa"), (tu, "page-of-tu")):
            chat = chats.add(db, "web", address)
            chats.link(db, chat.id, account_id)
            sessions.start(db, address)
    console_on_each.settings["unit"] = UNIT
    return console_on_each


def account(console: Console, phone: str) -> Account:
    with console.look() as db:
        known = accounts.by_phone(db, phone)
        assert known is not None
        return known


def told(console: Console, account_id: int, kind: str) -> list[str]:
    with console.look() as db:
        (chat,) = chats.of_account(db, account_id)
        rows = db.execute(
            select(outbox.outbox.c.id, outbox.outbox.c.body).where(
                outbox.outbox.c.chat_id == chat.id, outbox.outbox.c.kind == kind
            )
        )
        return [row.body.open_json(row.id)["text"] for row in rows]


class TestFinding:
    def test_by_id_by_number_and_by_a_code_that_opens_it(self, desk: Console) -> None:
        tu = account(desk, TU)
        with desk.look() as db:
            code = invites.create(db, tu.id, None)
        for who in (str(tu.id), "0912 000 333", code):
            assert "Nguyễn Văn Tư: guardian, active" in desk.works("account show", who)

    @pytest.mark.parametrize("who", ["12", "0987654321", "7F3K-92QD", "Nguyễn Văn Tư"])
    def test_nobody_is_said_in_one_line(self, desk: Console, who: str) -> None:
        assert "no account has this" in desk.fails("account show", who)

    def test_a_number_that_several_share_names_their_ids(self, desk: Console) -> None:
        with desk.look() as db:
            shared = [accounts.add(db, unit=UNIT, name=name, roles=("person",)) for name in ("Trần Văn Nam", "Bắc")]
            for account_id in shared:
                persons.add(
                    db,
                    unit=UNIT,
                    name="Trần Văn Nam",
                    hamlet="xóm 6",
                    case_type="finished",
                    came_home_on=date(2026, 1, 10),
                    phone="+84912000444",
                    account_id=account_id,
                )
        said = desk.fails("account show", "0912000444")
        assert all(str(account_id) in said for account_id in shared)


class TestLooking:
    def test_a_list_has_each_in_a_line_by_role(self, desk: Console) -> None:
        said = desk.works("account list --role officer").splitlines()
        assert [line.split(" ", 1)[1] for line in said[:2]] == [
            "Lê Văn Hùng: officer, active, on duty, phone …111",
            "Đặng Thị Hoa: officer, admin, active, phone …222",
        ]
        assert said[2] == "2 of 2"
        assert "no such role" in desk.fails("account list --role boss")

    def test_a_list_as_json_is_an_object_a_line(self, desk: Console) -> None:
        names = [json.loads(line)["name"] for line in desk.works("account list --json").splitlines()]
        assert names == ["Lê Văn Hùng", "Đặng Thị Hoa", "Nguyễn Văn Tư"]

    def test_chats_and_browsers_are_shown_without_an_address(self, desk: Console) -> None:
        tu = account(desk, TU)
        for command in ("show", "chats", "sessions"):
            for more in ((), ("--json",)):
                said = desk.works(f"account {command}", str(tu.id), *more)
                assert said
                assert "page-of-tu" not in said
        assert "browser" in desk.works("account show", str(tu.id))

    def test_every_look_is_written_down(self, desk: Console) -> None:
        tu = account(desk, TU)
        desk.works("account show", str(tu.id))
        with desk.look() as db:
            actions = db.execute(select(audit.c.action).where(audit.c.subject == tu.id)).scalars().all()
        assert "account.looked" in actions


class TestRoles:
    def test_change_with_a_reason_and_are_told(self, desk: Console) -> None:
        tu, hoa = account(desk, TU), account(desk, HOA)
        desk.works("account roles", str(tu.id), "guardian", "officer", "--why", "vào tổ công tác", "--yes")
        assert account(desk, TU).roles == ("guardian", "officer")
        assert "người trông máy chủ" in told(desk, tu.id, "account_changed")[0]
        assert "Nguyễn Văn Tư" in told(desk, hoa.id, "account_news")[0]
        with desk.look() as db:
            change = account_changes.of_account(db, tu.id)[0]
            entry = db.execute(select(audit).where(audit.c.action == "account.roles")).one()
        assert (change.what, change.why, change.by) == ("roles=guardian,officer", "vào tổ công tác", None)
        assert entry.detail == "roles=guardian,officer"

    def test_need_a_reason_and_a_yes(self, desk: Console) -> None:
        assert "--why" in desk.fails("account roles", TU, "officer")
        assert "Aborted" in desk.fails("account roles", TU, "officer", "--why", "đổi việc")
        assert account(desk, TU).roles == ("guardian",)

    def test_of_the_last_admin_stay(self, desk: Console) -> None:
        assert "last active admin" in desk.fails("account roles", HOA, "officer", "--why", "nghỉ", "--yes")
        assert account(desk, HOA).roles == ("officer", "admin")

    def test_are_only_asked_for_without_any(self, desk: Console) -> None:
        assert desk.works("account roles", HOA).strip() == "officer, admin"
        assert "there is no role boss" in desk.fails("account roles", HOA, "boss", "--why", "x")


class TestNumber:
    def test_changes_and_is_told(self, desk: Console) -> None:
        tu = account(desk, TU)
        desk.works("account phone", str(tu.id), "0912345678", "--why", "đổi sim", "--yes")
        assert account(desk, "+84912345678").id == tu.id
        assert "678" in told(desk, tu.id, "account_changed")[0]

    def test_of_somebody_else_is_refused(self, desk: Console) -> None:
        assert "another account has this number" in desk.fails("account phone", TU, HUNG, "--why", "x", "--yes")
        assert "not a telephone number" in desk.fails("account phone", TU, "113", "--why", "x", "--yes")


class TestChats:
    def test_all_are_cut_when_the_phone_is_lost(self, desk: Console) -> None:
        tu = account(desk, TU)
        with desk.look() as db:
            code = invites.create(db, tu.id, tu.id)
        assert desk.works("account chats", TU, "--lost", "--why", "mất máy", "--yes").strip() == "1 cut off"
        with desk.look() as db:
            invite = invites.find(db, code)
            assert invite is not None
            assert invite.state == "expired"
            assert chats.of_account(db, tu.id) == []
            assert sessions.of_addresses(db, ["page-of-tu"]) == []
        assert "it has no chat" in desk.fails("account chats", TU, "--lost", "--why", "mất máy", "--yes")

    def test_one_is_cut_by_its_number(self, desk: Console) -> None:
        number = desk.works("account chats", TU).split()[0]
        assert "it has no chat 7" in desk.fails("account chats", TU, "--cut", "7", "--why", "x", "--yes")
        assert desk.works("account chats", TU, "--cut", number, "--why", "bán máy", "--yes").strip() == "1 cut off"
        assert desk.works("account chats", TU) == ""

    def test_a_browser_is_ended_while_the_chat_stays(self, desk: Console) -> None:
        number = desk.works("account sessions", TU).split(":")[0]
        assert desk.works("account sessions", TU, "--cut", number, "--yes").strip() == "1 ended"
        assert desk.works("account sessions", TU) == ""
        assert "web" in desk.works("account chats", TU)


class TestEnding:
    def test_closes_and_opens_again_with_a_reason(self, desk: Console) -> None:
        tu = account(desk, TU)
        assert "--why" in desk.fails("account close", TU, "--yes")
        assert "closed" in desk.works("account close", TU, "--why", "nghỉ việc", "--yes")
        assert account(desk, TU).status == "closed"
        assert "Nguyễn Văn Tư" in desk.works("account list --closed")
        assert desk.works("account reopen", TU, "--why", "đóng nhầm", "--yes").strip() == f"{tu.id}: active"
        assert "already" in desk.fails("account reopen", TU, "--why", "đóng nhầm", "--yes")
        with desk.look() as db:
            latest = [(change.what, change.why) for change in account_changes.of_account(db, tu.id)[:2]]
        assert latest == [("status=active", "đóng nhầm"), ("status=closed", "nghỉ việc")]

    def test_who_moves_is_said_so(self, desk: Console) -> None:
        desk.works("account close", TU, "--moved", "--why", "về quê", "--yes")
        assert account(desk, TU).status == "moved"

    def test_the_last_admin_stays(self, desk: Console) -> None:
        assert "last active admin" in desk.fails("account close", HOA, "--why", "nghỉ", "--yes")
        assert account(desk, HOA).status == "active"

    def test_nothing_is_done_without_a_yes(self, desk: Console) -> None:
        assert "Aborted" in desk.fails("account close", TU, "--why", "nghỉ việc")
        assert account(desk, TU).status == "active"


def test_a_running_service_goes_by_it_with_the_next_message(desk: Console, deployment: Deployment) -> None:
    store = desk.open()
    try:
        tu = Talker(World(store, deployment, StandingClock(), WITH_BUTTONS), "page-of-tu")
        tu.says("menu")
        assert "Báo lần ghé thăm" in tu.reply.labels
        desk.works("account roles", TU, "partner", "--why", "mở xưởng mộc", "--yes")
        tu.says("menu")
        assert "Báo lần ghé thăm" not in tu.reply.labels
        desk.works("account chats", TU, "--lost", "--why", "mất máy", "--yes")
        assert "Tư" not in tu.says("menu")
    finally:
        store.close()


class TestLettingAPhoneIn:
    def test_a_chat_that_waits_is_let_in_with_a_reason_and_the_office_hears(self, desk: Console) -> None:
        hung, hoa = account(desk, HUNG), account(desk, HOA)
        with desk.look() as db:
            waits = chats.add(db, "web", "new-page-of-hung")
            link_requests.ask(db, unit=UNIT, account_id=hung.id, chat_id=waits.id, answers={"language": "vi"})
        assert "say why" in desk.fails("account link", HUNG, "--yes")
        assert "linked" in desk.works("account link", HUNG, "--yes", "--why", "shown at the office")
        with desk.look() as db:
            assert [chat.id for chat in chats.of_account(db, hung.id)] == [waits.id]
        assert "vừa dùng thêm một máy mới" in told(desk, hoa.id, "link_added")[0]
        assert "shown at the office" in desk.works("account show", HUNG)

    def test_where_none_waits_it_says_so(self, desk: Console) -> None:
        assert "no chat waits" in desk.fails("account link", HUNG, "--yes", "--why", "x")
