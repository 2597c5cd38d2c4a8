"""What an officer is told in the morning, and the commune at a glance; nothing is said where nothing waits."""

from datetime import date

from handlers.kit import Outgoing
from handlers.kit.wording import Wording
from handlers.notify import alerts
from handlers.overview.changes import Commune
from handlers.overview.digest import digest
from storage import accounts, needs, persons, relays
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.lock_screen import unsafe_words
from tests.other_unit import put_into
from tests.person import Talker, World


def told(world: World, officer: Talker) -> Outgoing | None:
    with world.store.transaction() as db:
        account = accounts.get(db, officer.account_id)
        assert account is not None
        commune = Commune.read(db, account.unit, db.now)
        return digest(Wording.to(world.deployment.texts, account), commune, account, None)


def busy_day(world: World) -> None:
    tu, nam = world.guardian(), world.person_with_phone("Trần Văn Nam", next_visit_on=date(2026, 11, 11))
    later = world.person("Lê Văn Bắc", next_visit_on=date(2026, 11, 25))
    with world.store.transaction() as db:
        needs.open_need(db, later, "job")
        call_list.put(db, unit=world.deployment.unit, account_id=tu.account_id, reason="digest")
        relays.ask(db, unit=world.deployment.unit, person_account=nam.account_id, text="Xin hỏi")
        alerts.raise_alert(
            db,
            world.deployment,
            unit=world.deployment.unit,
            level="high",
            reason="moved",
            person_id=later,
            raised_by=None,
        )


def test_an_empty_day_is_not_worth_a_message(world: World) -> None:
    hung = world.officer()
    assert told(world, hung) is None
    world.person(next_visit_on=date(2026, 11, 25))
    assert told(world, hung) is None


def test_what_waits_is_named_with_a_button_to_each(world: World) -> None:
    hung = world.officer()
    busy_day(world)
    out = told(world, hung)
    assert out is not None
    for line in (
        "1 cảnh báo chưa xong",
        "1 người quá hẹn ghé thăm",
        "1 người cần ghé thăm trong tuần",
        "1 việc mới cần giúp",
        "1 người cần gọi",
        "1 người đã nhắn",
    ):
        assert line in out.text
    assert "Nam" not in out.text
    assert not unsafe_words(out.text)
    for button in out.buttons:
        assert button.typed
        assert "không thuộc việc của" not in hung.says(button.typed)


def test_another_communes_matters_are_not_in_it(world: World) -> None:
    hung = world.officer()
    busy_day(world)
    with world.store.transaction() as db:
        put_into(db, hung.account_id, "17792")
    assert told(world, hung) is None


def test_those_no_longer_in_care_are_not_counted(world: World) -> None:
    hung = world.officer()
    person = world.person(next_visit_on=date(2026, 11, 11))
    assert told(world, hung) is not None
    with world.store.transaction() as db:
        persons.change(db, person, status="ended")
    assert told(world, hung) is None


def test_the_commune_at_a_glance(world: World) -> None:
    hung = world.officer()
    busy_day(world)
    seen = hung.says("/toanxa")
    for line in (
        "2 người đang được giúp, 2 chưa có người giúp đỡ",
        "1 người giúp đỡ",
        "Cần ghé thăm tuần tới: 1; quá hẹn ghé thăm: 1",
        "Cảnh báo chưa xong: 1",
        "Việc cần giúp: 1",
        "Cần gọi điện: 1",
    ):
        assert line in seen
    assert hung.chooses("Cần ghé thăm ai").startswith("1 người quá hẹn ghé thăm")


def test_the_menu_leads_everywhere(world: World, clock: StandingClock) -> None:
    hung = world.officer()
    labels = (hung.says("menu"), hung.last.labels)[1]
    for label in labels:
        clock.move(minutes=1)
        hung.says("menu")
        reply = hung.chooses(label)
        assert reply
        assert "không thuộc việc của" not in reply
