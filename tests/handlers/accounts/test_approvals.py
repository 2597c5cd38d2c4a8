"""Two people for what one could abuse: a colleague's account, a code into one, a raised role, another number."""

import re

import pytest

from storage import accounts, approvals, invites, units
from storage.accounts import Account
from tests.handlers.commune import run_all, told
from tests.other_unit import put_into
from tests.person import Talker, World

CODE = re.compile(r"\b[2-9][0-9A-Z]{3}-[0-9A-Z]{4}\b")


@pytest.fixture
def lan(world: World) -> Talker:
    return world.officer("Phạm Thị Lan", phone="+84912000222")


def ask_for_colleague(world: World, hung: Talker, name: str = "Hoàng Văn Bình") -> str:
    with world.store.transaction() as db:
        border = units.add_organisation(db, unit=world.deployment.unit, kind="border", name="Đồn Biên phòng Ngọc Hải")
    return hung.fills("invite", who="new", role="officer", name=name, born=1988, phone="0912345678", agency=border)


def officers(world: World) -> list[str]:
    with world.look() as db:
        return [account.name for account in accounts.with_role(db, world.deployment.unit, "officer")]


def opened_by(world: World, reply: str) -> Account | None:
    code = CODE.search(reply)
    with world.look() as db:
        invite = invites.find(db, code[0]) if code else None
        return accounts.get(db, invite.account_id) if invite and invite.state == "open" else None


class TestANewOfficer:
    def test_is_nobody_until_a_second_officer_agrees(self, world: World, hung: Talker, lan: Talker) -> None:
        reply = ask_for_colleague(world, hung)
        assert CODE.search(reply) is None
        assert "D1" in reply
        assert "Hoàng Văn Bình" not in officers(world)
        asked = told(lan, "approval")[-1]
        assert "Hùng" in asked
        assert "Hoàng Văn Bình" in asked
        lan.chooses("Đồng ý")
        assert "Hoàng Văn Bình" in officers(world)

    def test_gets_the_code_from_whoever_asked_once(self, world: World, hung: Talker, lan: Talker) -> None:
        ask_for_colleague(world, hung)
        lan.listen()
        lan.chooses("Đồng ý")
        assert "Lan" in told(hung, "approval_news")[-1]
        account = opened_by(world, hung.chooses("Lấy mã"))
        assert account is not None
        assert (account.name, account.born, account.phone) == ("Hoàng Văn Bình", 1988, "+84912345678")
        assert "không còn chờ" in hung.says("lấy mã D1")
        assert CODE.search(lan.presses("do:approval_code:1")) is None

    def test_the_asker_cannot_agree_to_their_own(self, world: World, hung: Talker, lan: Talker) -> None:
        ask_for_colleague(world, hung)
        assert "một người khác đồng ý" in hung.presses("do:approval_agree:1")
        assert "một người khác đồng ý" in hung.says("đồng ý D1")
        assert "Hoàng Văn Bình" not in officers(world)

    def test_a_no_leaves_nothing_behind(self, world: World, hung: Talker, lan: Talker) -> None:
        ask_for_colleague(world, hung)
        lan.listen()
        lan.chooses("Không")
        assert "không đồng ý" in told(hung, "approval_news")[-1]
        assert "không còn chờ" in lan.says("dong y d1")
        assert "Hoàng Văn Bình" not in officers(world)
        with world.look() as db:
            approval = approvals.by_number(db, world.deployment.unit, 1)
            assert approval is not None
            assert (approval.state, approval.wanted) == ("declined", {})

    def test_every_officer_hears_how_it_ended_and_the_question_is_taken_back(
        self, world: World, hung: Talker, lan: Talker
    ) -> None:
        minh = world.officer("Vũ Văn Minh")
        ask_for_colleague(world, hung)
        lan.listen()
        lan.chooses("Đồng ý")
        assert "đã đồng ý" in told(minh, "approval_news")[-1]
        assert "không còn chờ" in minh.presses("do:approval_agree:1")

    def test_waits_for_a_week_and_no_longer(self, world: World, hung: Talker, lan: Talker) -> None:
        ask_for_colleague(world, hung)
        world.clock.move(days=8)
        assert "không còn chờ" in lan.says("đồng ý D1")
        assert "Hoàng Văn Bình" not in officers(world)
        run_all(world)
        assert "Bảy ngày chưa có ai đồng ý" in told(hung, "approval_news")[-1]
        with world.look() as db:
            approval = approvals.by_number(db, world.deployment.unit, 1)
            assert approval is not None
            assert (approval.state, approval.wanted) == ("expired", {})

    def test_of_an_asker_who_was_closed_meanwhile_comes_to_nothing(
        self, world: World, hung: Talker, lan: Talker
    ) -> None:
        ask_for_colleague(world, hung)
        with world.store.transaction() as db:
            accounts.set_status(db, hung.account_id, "closed", by=lan.account_id)
        assert "không còn là cán bộ" in lan.says("đồng ý D1")
        assert "Hoàng Văn Bình" not in officers(world)

    def test_with_a_number_that_somebody_got_meanwhile_comes_to_nothing(
        self, world: World, hung: Talker, lan: Talker
    ) -> None:
        ask_for_colleague(world, hung)
        world.guardian(phone="+84912345678")
        assert "đã có người dùng" in lan.says("đồng ý D1")
        assert "Hoàng Văn Bình" not in officers(world)

    def test_needs_the_command_line_where_there_is_one_officer_only(self, world: World, hung: Talker) -> None:
        assert "python -m bot" in ask_for_colleague(world, hung)
        with world.look() as db:
            assert approvals.waiting(db, world.deployment.unit) == []

    def test_can_be_looked_at_first_and_taken_back(self, world: World, hung: Talker, lan: Talker) -> None:
        ask_for_colleague(world, hung)
        card = lan.says("D1")
        assert "0912 345 678" in card
        assert "Đồn Biên phòng Ngọc Hải" in card
        assert "D1 · tài khoản mới · Hoàng Văn Bình" in lan.says("chờ đồng ý")
        assert "Đã rút lại" in hung.says("rút lại D1")
        assert "không còn chờ" in lan.says("đồng ý D1")

    def test_no_more_than_a_few_wait_at_a_time(self, world: World, hung: Talker, lan: Talker) -> None:
        for place in range(5):
            with world.store.transaction() as db:
                wanted = {"name": f"Vũ Văn {place}", "roles": ["officer"], "phone": None, "born": None}
                approvals.put(
                    db,
                    unit=world.deployment.unit,
                    what="account",
                    account_id=None,
                    asked_by=hung.account_id,
                    wanted=wanted,
                )
        assert "5 việc chờ" in ask_for_colleague(world, hung)

    def test_is_no_matter_of_another_commune(self, world: World, hung: Talker, lan: Talker) -> None:
        ask_for_colleague(world, hung)
        with world.store.transaction() as db:
            put_into(db, lan.account_id, "17792")
        assert "không thấy việc này" in lan.says("đồng ý D1")
        assert "Hoàng Văn Bình" not in officers(world)

    def test_guardians_have_no_say(self, world: World, hung: Talker, lan: Talker) -> None:
        ask_for_colleague(world, hung)
        assert "không thuộc việc của" in world.guardian().presses("do:approval_agree:1")


class TestACodeIntoAColleaguesAccount:
    def test_needs_a_second_person(self, world: World, hung: Talker, lan: Talker) -> None:
        minh = world.officer("Vũ Văn Minh")
        reply = hung.fills("invite", who="officer", account=minh.account_id)
        assert CODE.search(reply) is None
        lan.says("đồng ý D1")
        hung.listen()
        account = opened_by(world, hung.says("lay ma d1"))
        assert account is not None
        assert account.id == minh.account_id

    def test_is_asked_for_once(self, world: World, hung: Talker, lan: Talker) -> None:
        minh = world.officer("Vũ Văn Minh")
        hung.fills("invite", who="officer", account=minh.account_id)
        assert "D1 đang chờ" in hung.fills("invite", who="officer", account=minh.account_id)

    def test_needs_it_for_a_guardian_who_is_an_officer_too(self, world: World, hung: Talker, lan: Talker) -> None:
        minh = world.linked("Vũ Văn Minh", "guardian", "officer")
        assert CODE.search(hung.fills("invite", who="guardian", account=minh.account_id)) is None

    def test_is_made_at_once_for_a_guardian(self, world: World, hung: Talker, lan: Talker) -> None:
        tu = world.guardian()
        assert CODE.search(hung.fills("invite", who="guardian", account=tu.account_id))
