"""A typed number was read against the list as it stood by then, not as its reader had seen it."""

from storage import assignments, persons
from tests.person import Talker, World


def test_a_list_that_changes_behind_the_reader_keeps_its_numbers(world: World) -> None:
    tu, other = world.guardian(), world.guardian("Bùi Thị Ngoan")
    world.person("Trần Văn Nam", guardian=tu)
    world.person("Vi Văn Lự", guardian=tu)
    world.person("Lô Văn Bền", guardian=tu)
    tu.says("/tham")
    shown = [button.press.rpartition(":")[2] for button in tu.last.out.buttons if button.role == "option"]
    with world.store.transaction() as db:
        assignments.assign(db, int(shown[0]), other.account_id, by=None)
    tu.says("2")
    assert _person(world, tu) == shown[1]


def test_a_number_of_somebody_gone_asks_again(world: World) -> None:
    tu = world.guardian()
    for name in ("Trần Văn Nam", "Vi Văn Lự", "Lô Văn Bền"):
        world.person(name, guardian=tu)
    tu.says("/tham")
    shown = [button.press.rpartition(":")[2] for button in tu.last.out.buttons if button.role == "option"]
    with world.store.transaction() as db:
        persons.set_status(db, int(shown[0]), "ended", by=None)
    assert "không còn" in tu.says("1")
    assert _person(world, tu) is None


def test_on_a_later_page_numbers_go_on(world: World) -> None:
    tu = world.guardian()
    names = "Nam Bắc Tây Lự Bền Sửu Hợi Dậu Tý Mùi Tuất"
    people = [world.person(f"Trần Văn {name}", guardian=tu) for name in names.split()]
    tu.says("/tham")
    tu.chooses("Xem tiếp")
    assert [button.number for button in tu.last.out.buttons if button.number] == [9, 10, 11]
    last = tu.last.out.buttons[2].press.rpartition(":")[2]
    tu.says("11")
    assert _person(world, tu) == last
    assert int(last) in people


def _person(world: World, talker: Talker) -> str | None:
    from storage import conversations

    with world.look() as db:
        talk = conversations.get(db, talker.account_id)
    assert talk is not None
    found: str | None = talk.answers.get("person")
    return found
