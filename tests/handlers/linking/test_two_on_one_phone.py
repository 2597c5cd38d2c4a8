"""Two people of one family on one phone: they take turns by leaving, and nothing of the one becomes the other's."""

import pytest

from handlers.kit import Outgoing
from handlers.notify import notices
from storage import accounts, chats, conversations, desk_tickets, invites, sessions
from storage.outbox import call_list
from tests.person import Talker, World

TOLD = "Anh Nam khỏe, đang phụ việc ở xưởng mộc"


@pytest.fixture
def guardian(world: World) -> Talker:
    return world.guardian("Lê Thị Sáu", "co", born=1970)


@pytest.fixture
def visited(world: World, guardian: Talker) -> int:
    return world.person("Trần Văn Nam", guardian=guardian)


def code_of(world: World, account_id: int) -> str:
    with world.look() as db:
        return invites.create(db, account_id, None)


def relative(world: World) -> int:
    with world.look() as db:
        return accounts.add(db, unit="17791", name="Nguyễn Văn Tư", roles=("guardian",), born=1964, pronoun="bac")


def dialogue_of(world: World, account_id: int) -> conversations.Conversation:
    with world.look() as db:
        talk = conversations.get(db, account_id)
    assert talk is not None
    return talk


def whose(world: World, phone: Talker) -> int | None:
    with world.look() as db:
        chat = chats.at(db, phone.channel, phone.address)
    return chat.account_id if chat else None


def test_a_code_typed_into_the_open_dialogue_of_the_other_is_no_answer_of_theirs(
    world: World, guardian: Talker, visited: int
) -> None:
    guardian.reports(visited, until="note")
    before = dialogue_of(world, guardian.account_id).answers
    code = code_of(world, relative(world))
    for typed in (code, code.replace("-", "").lower(), f"mã {code}", f"/start {code}"):
        assert guardian.says(typed).startswith("Máy này đang dùng tên cô Sáu"), typed
        assert "Thoát khỏi máy này" in guardian.last
    assert dialogue_of(world, guardian.account_id).answers == before
    assert whose(world, guardian) == guardian.account_id
    guardian.chooses("Làm tiếp")
    guardian.says("29B2-3456")
    guardian.chooses("Xong")
    assert "29B2-3456" in dialogue_of(world, guardian.account_id).answers["note"], "a plate is no code"


def test_one_leaves_the_other_comes_and_each_finds_their_own_again(
    world: World, guardian: Talker, visited: int
) -> None:
    tu = relative(world)
    guardian.reports(visited, until="note")
    begun = dialogue_of(world, guardian.account_id).answers
    guardian.says(code_of(world, tu))
    guardian.chooses("Thoát khỏi máy này")
    guardian.chooses("Thoát khỏi máy này")
    assert "xin cán bộ mã mới" in guardian.sees
    phone = guardian
    phone.says(code_of(world, tu))
    phone.answers(born=1964)
    assert whose(world, phone) == tu
    phone.listen()
    with world.store.transaction() as db:
        assert not notices.tell(db, world.deployment, guardian.account_id, "assignment", lambda _: Outgoing(TOLD))
        assert {entry.account_id for entry in call_list.open_of(db, world.deployment.unit)} == {guardian.account_id}
    assert phone.listen() == []
    assert "Nam" not in phone.says("menu")
    assert "note" not in phone.presses("visit_report:note:!skip")
    assert dialogue_of(world, tu).form is None

    phone.says("thoát máy")
    phone.chooses("Thoát khỏi máy này")
    phone.says(code_of(world, guardian.account_id))
    phone.answers(born=1970)
    assert whose(world, phone) == guardian.account_id
    phone.says("menu")
    phone.chooses("Làm tiếp")
    assert dialogue_of(world, guardian.account_id).answers == begun


def test_the_desk_opened_on_a_phone_ends_with_leaving_it(world: World) -> None:
    officer = world.officer()
    with world.look() as db:
        link = desk_tickets.issue(db, desk_tickets.OF_CHAT, account_id=officer.account_id)
        session = sessions.start(db, chats.desk_of(db, officer.account_id).address)
    officer.presses("do:leave:yes")
    with world.look() as db:
        assert desk_tickets.look(db, link, (desk_tickets.OF_CHAT,), "browser") is None
        assert sessions.find(db, session) is None


def test_whoever_asks_for_help_on_a_phone_that_was_left_brings_no_words_of_the_one_before(world: World) -> None:
    officer, phone = world.officer(), world.stranger("shared")
    phone.says("alo")
    phone.chooses("Nhờ giúp")
    phone.answers(phone="0988888888", about="tôi bị mất mã")
    phone.says(code_of(world, relative(world)))
    phone.answers(born=1964)
    phone.says("tối qua nhà tôi cãi nhau")
    phone.says("thoát máy")
    phone.chooses("Thoát khỏi máy này")
    phone.says("con tôi mới về")
    phone.says("NHO GIUP")
    card = officer.presses("do:newcomer:1")
    assert "con tôi mới về" in card
    for of_the_one_before in ("cãi nhau", "0988", "mất mã", "alo"):
        assert of_the_one_before not in card
