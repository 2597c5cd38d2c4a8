"""«…: kết quả thế nào ạ?»: a question that names an earlier choice of a list said three dots instead."""

from storage import alerts
from tests.handlers.work.offering import offers_a_job, partner_of, wants
from tests.person import World


def test_an_alert_that_is_closed_is_named(world: World) -> None:
    hung = world.officer()
    with world.store.transaction() as db:
        alert, _ = alerts.raise_alert(
            db,
            unit=world.deployment.unit,
            level="urgent",
            reason="violence",
            person_id=None,
            raised_by=None,
            climb_at=None,
            hamlet="xóm 6",
        )
    assert hung.presses(f"go:alert_close:alert={alert.id}").startswith("C1 · khẩn · xóm 6: kết quả thế nào")


def test_whom_an_officer_writes_to_is_named(world: World) -> None:
    nam = world.person_with_phone()
    assert "lời nhắn cho Trần Văn Nam" in world.officer().presses(f"go:relay_reply:to={nam.account_id}")


def test_whom_a_partner_answers_is_named(world: World) -> None:
    hong, enterprise = partner_of(world)
    wants(world.person_with_phone(born=1992), offers_a_job(world, enterprise))
    assert "trả lời Anh Nam, 34 tuổi" in hong.answers(hong.presses("go:applicant_answer"), until="answer")
