"""A partner with a few offers, as tests of finding work want them."""

from typing import Any

from handlers.notify import planning
from storage import consents, offers, units
from tests.handlers.commune import run_all
from tests.person import Talker, World

MILLION = 1_000_000


def partner_of(world: World, name: str = "May Hồng Lam", contact: str = "Đinh Thị Hồng") -> tuple[Talker, int]:
    """Somebody who speaks for an enterprise, and the id of the enterprise."""
    organisation = enterprise(world, name)
    return world.linked(contact, "partner", pronoun="chi", organisation_id=organisation), organisation


def enterprise(world: World, name: str) -> int:
    with world.store.transaction() as db:
        return units.add_organisation(db, unit=world.deployment.unit, kind="enterprise", name=name)


def offers_a_job(world: World, organisation: int, **more: Any) -> int:
    job: dict[str, Any] = {
        "kind": "job",
        "trade": "sewing",
        "title": "Thợ là ủi, đóng gói",
        "place": "Đô Lương",
        "pay_from": 6 * MILLION,
        "pay_to": 8 * MILLION,
        "places": 3,
    }
    with world.store.transaction() as db:
        return offers.add(db, unit=world.deployment.unit, organisation_id=organisation, **{**job, **more})


def announces(talker: Talker, **said: Any) -> str:
    """Announces a job fair on Saturday 5 December at 8; gives the reply."""
    fair = {"kind": "fair", "title": "Ngày hội việc làm", "place": "Nhà văn hóa xã", "starts_at": "8 giờ sáng 5/12"}
    return talker.fills("fair_post", **{**fair, **said})


def wants(talker: Talker, job: int) -> str:
    """Shows interest in a job or a course; gives the reply."""
    return talker.answers(talker.presses(f"do:interest:{job}"))


def invites(partner: Talker, name: str, words: str = "8h sáng thứ Tư") -> str:
    """Asks to come and talk whoever of this name is interested; gives the reply."""
    partner.says("nguoi quan tam")
    partner.chooses(name)
    return partner.answers(partner.chooses("Mời đến gặp"), words=words)


def withdraws(world: World, talker: Talker, *purposes: str) -> None:
    """Says no to what was agreed to, as by «RIENG TU»."""
    with world.store.transaction() as db:
        for purpose in purposes:
            consents.record(db, talker.account_id, purpose, False, version="2026-11")


def work_off(world: World) -> None:
    """Plans the day and works off what it brings, as the scheduler does."""
    with world.store.transaction() as db:
        while not planning.plan_daily(db, world.deployment):
            pass
    run_all(world)
