"""Those who look after a commune's accounts find them, see what there is to see, and change roles and numbers."""

from storage import account_changes, chats, invites, persons
from tests.handlers.accounts.ending import account_of
from tests.handlers.commune import told
from tests.other_unit import put_into
from tests.person import Talker, World


def changes_roles(chief: Talker, somebody: Talker, *roles: str, why: str = "phân công lại") -> str:
    first = chief.presses(f"go:account_roles:account={somebody.account_id}")
    chief.answers(first, roles=list(roles), why=why, until="review")
    return chief.chooses("Gửi đi")


class TestTheList:
    def test_is_behind_a_line_of_the_admins_menu_only(self, world: World, chief: Talker, hung: Talker) -> None:
        chief.says("menu")
        assert "Lê Văn Hùng · cán bộ" in chief.chooses("Tài khoản")
        assert "Tài khoản" not in hung.says("menu")
        assert "không thuộc việc của" in hung.presses("do:accounts")

    def test_comes_page_by_page_and_by_role(self, world: World, chief: Talker) -> None:
        for place in range(10):
            world.guardian(f"Nguyễn Văn Tư {place}")
        assert "11 tài khoản" in chief.says("tài khoản")
        assert "9. " in chief.chooses("Xem tiếp")
        chief.says("tai khoan")
        chief.chooses("Lọc")
        said = chief.chooses("người giúp đỡ (10)")
        assert "10 tài khoản" in said
        assert "Hoa" not in said

    def test_is_searched_by_name_without_accents(self, world: World, chief: Talker, hung: Talker) -> None:
        world.guardian("Nguyễn Thị Sen")
        chief.fills("find_account", words="nguyen sen")
        assert "Nguyễn Thị Sen" in chief.reply
        assert "Hùng" not in chief.reply
        assert "Không có tài khoản nào tên như vậy" in chief.fills("find_account", words="Bắc", until="words")

    def test_has_nobody_of_another_commune(self, world: World, chief: Talker) -> None:
        far = world.guardian("Vũ Văn Xa")
        with world.store.transaction() as db:
            put_into(db, far.account_id, "17792")
        assert "Xa" not in chief.says("tài khoản")
        assert "không có ở đây" in chief.presses(f"do:account:{far.account_id}")
        assert "Xa" not in chief.presses(f"go:account_roles:account={far.account_id}")


class TestOneAccount:
    def test_shows_roles_chats_and_when_they_were_used_but_no_address(
        self, world: World, chief: Talker, hung: Talker
    ) -> None:
        hung.says("menu")
        card = chief.presses(f"do:account:{hung.account_id}")
        assert "Vai trò: cán bộ" in card
        assert "Tình trạng: đang dùng" in card
        assert "Trang web, dùng lần cuối hôm nay" in card
        assert hung.address not in card

    def test_shows_who_has_changed_what_and_why(self, world: World, chief: Talker) -> None:
        tu = world.guardian()
        changes_roles(chief, tu, "partner", why="mở xưởng mộc")
        card = chief.presses(f"do:account:{tu.account_id}")
        assert "chị Hoa: nơi tuyển dụng (mở xưởng mộc)" in card

    def test_is_not_for_those_without_the_role(self, world: World, hung: Talker) -> None:
        tu = world.guardian()
        for press in (f"do:account:{tu.account_id}", f"go:account_roles:account={tu.account_id}"):
            assert "không thuộc việc của" in hung.presses(press)


class TestRoles:
    def test_that_give_no_power_change_at_once_and_are_told(self, world: World, chief: Talker) -> None:
        other, tu = world.linked("Ngô Văn Bảy", "admin"), world.guardian()
        assert "Đã đổi vai trò" in changes_roles(chief, tu, "guardian", "partner")
        assert account_of(world, tu).roles == ("guardian", "partner")
        assert "chị Hoa" in told(tu, "account_changed")[-1]
        assert "Nguyễn Văn Tư" in told(other, "account_news")[-1]
        assert told(chief, "account_news") == []

    def test_that_give_power_wait_for_a_second_person(self, world: World, chief: Talker, hung: Talker) -> None:
        tu = world.guardian()
        assert "D1" in changes_roles(chief, tu, "guardian", "officer")
        assert account_of(world, tu).roles == ("guardian",)
        assert "từ người giúp đỡ sang người giúp đỡ, cán bộ" in told(hung, "approval")[-1]
        assert "phân công lại" in hung.says("D1")
        hung.chooses("Đồng ý")
        assert account_of(world, tu).roles == ("guardian", "officer")
        assert "anh Hùng" in told(tu, "account_changed")[-1]

    def test_that_give_power_end_the_codes_of_before(self, world: World, chief: Talker, hung: Talker) -> None:
        tu = world.guardian()
        with world.store.transaction() as db:
            code = invites.create(db, tu.account_id, hung.account_id)
        changes_roles(chief, tu, "guardian", "officer")
        hung.says("đồng ý D1")
        with world.look() as db:
            invite = invites.find(db, code)
            assert invite is not None
            assert invite.state == "expired"

    def test_of_ones_own_are_not_ones_own_to_agree_to(self, world: World, chief: Talker, hung: Talker) -> None:
        assert "cần hai người" in changes_roles(chief, hung, "officer", "admin")
        world.officer("Phạm Thị Lan")
        changes_roles(chief, hung, "officer", "admin")
        assert "một người khác" in hung.says("đồng ý D1")
        assert account_of(world, hung).roles == ("officer",)

    def test_that_were_changed_meanwhile_are_not_overwritten(self, world: World, chief: Talker, hung: Talker) -> None:
        tu = world.guardian()
        changes_roles(chief, tu, "guardian", "officer")
        changes_roles(chief, tu, "partner")
        assert "đã thay đổi" in hung.says("đồng ý D1")
        assert account_of(world, tu).roles == ("partner",)

    def test_leave_the_commune_its_last_admin(self, world: World, chief: Talker) -> None:
        said = changes_roles(chief, chief, "officer")
        assert "người quản trị cuối cùng" in said
        world.linked("Ngô Văn Bảy", "admin")
        chief.says("hủy")
        changes_roles(chief, chief, "officer")
        assert account_of(world, chief).roles == ("officer",)

    def test_without_the_office_end_the_duty(self, world: World, chief: Talker, hung: Talker) -> None:
        changes_roles(chief, hung, "guardian")
        assert not account_of(world, hung).on_duty


class TestANumber:
    def change(self, chief: Talker, somebody: Talker, phone: str) -> str:
        first = chief.presses(f"go:account_phone:account={somebody.account_id}")
        chief.answers(first, phone=phone, why="đổi máy", until="review")
        return chief.chooses("Gửi đi")

    def test_of_who_had_none_is_noted_at_once(self, world: World, chief: Talker) -> None:
        tu = world.guardian()
        assert "Đã đổi số" in self.change(chief, tu, "0912345678")
        assert account_of(world, tu).phone == "+84912345678"
        assert "678" in told(tu, "account_changed")[-1]

    def test_that_replaces_another_waits_for_a_second_person(self, world: World, chief: Talker, hung: Talker) -> None:
        tu = world.guardian(phone="+84912000111")
        assert "D1" in self.change(chief, tu, "0912345678")
        assert account_of(world, tu).phone == "+84912000111"
        hung.says("đồng ý D1")
        assert account_of(world, tu).phone == "+84912345678"

    def test_of_an_officer_waits_for_one_though_there_was_none(self, world: World, chief: Talker, hung: Talker) -> None:
        lan = world.officer("Phạm Thị Lan")
        self.change(chief, lan, "0912345678")
        assert account_of(world, lan).phone is None
        hung.says("đồng ý D1")
        assert account_of(world, lan).phone == "+84912345678"

    def test_that_somebody_has_is_refused(self, world: World, chief: Talker) -> None:
        tu = world.guardian()
        world.guardian("Nguyễn Thị Sen", phone="+84912345678")
        assert "đã có người khác dùng" in self.change(chief, tu, "0912345678")

    def test_goes_into_the_record_of_the_person_too(self, world: World, chief: Talker) -> None:
        nam = world.person_with_phone()
        self.change(chief, nam, "0912345678")
        assert "0912 345 678" in chief.presses(f"do:person_phone:{self.record(world, nam)}")

    def record(self, world: World, talker: Talker) -> int:
        with world.look() as db:
            person = persons.by_account(db, talker.account_id)
            assert person is not None
            return person.id


class TestDevices:
    def another_chat(self, world: World, talker: Talker) -> Talker:
        with world.store.transaction() as db:
            chat = chats.add(db, "web", f"second-of-{talker.account_id}")
            chats.link(db, chat.id, talker.account_id)
            chats.welcome(db, chat.id)
        return Talker(world, chat.address, account_id=talker.account_id)

    def chat_id(self, world: World, talker: Talker) -> int:
        with world.look() as db:
            chat = chats.at(db, talker.channel, talker.address)
            assert chat is not None
            return chat.id

    def test_one_is_cut_and_the_others_are_told(self, world: World, chief: Talker) -> None:
        tu = world.guardian()
        second = self.another_chat(world, tu)
        first = chief.presses(f"go:account_cut:account={tu.account_id}")
        said = chief.answers(first, chat=self.chat_id(world, second), why="bán máy cũ")
        assert "Đã cắt máy" in said
        assert "chị Hoa" in told(tu, "chat_cut")[-1].casefold().replace("hoa", "Hoa")
        assert "Người tôi đang giúp" not in second.says("menu")
        assert "đang giúp" in tu.says("menu") or "chưa được giao" in tu.sees

    def test_a_lost_phone_takes_all_chats_with_it(self, world: World, chief: Talker) -> None:
        tu = world.guardian()
        second = self.another_chat(world, tu)
        first = chief.presses(f"go:account_lost:account={tu.account_id}")
        assert "Đã cắt mọi máy" in chief.answers(first, why="rơi ngoài chợ")
        for talker in (tu, second):
            assert "Bác Tư" not in talker.says("menu")
        with world.look() as db:
            assert chats.of_account(db, tu.account_id) == []
            latest = account_changes.of_account(db, tu.account_id)[0]
            assert (latest.what, latest.why, latest.by) == ("lost", "rơi ngoài chợ", chief.account_id)
