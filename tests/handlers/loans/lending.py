"""What tests of loans do with a commune that lends: who is in it, and how far a loan is brought."""

from storage import loan_cases, persons, units
from storage.loan_cases import LoanCase
from tests.person import Talker, World

PLAN = "mua 2 con bò cái nuôi ở nhà, vợ cùng chăm"
WISH = {"purpose": "business", "plan": PLAN, "amount": "tám mươi triệu", "signer": "household", "shared": "yes"}


def of_place(world: World, name: str, role: str, kind: str, place: str) -> Talker:
    with world.store.transaction() as db:
        organisation = units.add_organisation(db, unit=world.deployment.unit, kind=kind, name=place)
    if role == "officer":
        return world.officer(name, organisation_id=organisation)
    return world.linked(name, "partner", pronoun="chi", organisation_id=organisation)


def case_of(world: World, nam: Talker) -> LoanCase:
    with world.look() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        return loan_cases.of_person(db, person.id)[-1]


def asks(nam: Talker, **stated: str) -> str:
    nam.says("xin vay vốn")
    return nam.answers(**{**WISH, **stated})


def confirmed(nam: Talker, hung: Talker, lan: Talker, **stated: str) -> None:
    asks(nam, **stated)
    hung.says("danh sách vay")
    hung.chooses("Công an xã xác nhận (1)")
    lan.says("danh sách vay")
    lan.chooses("UBND xã xác nhận (1)")


def paid_out(nam: Talker, everybody: tuple[Talker, ...], months: str = "12 tháng", rate: str | None = "6,6") -> None:
    hung, lan, mai, dung = everybody
    confirmed(nam, hung, lan)
    mai.says("khoan vay M1")
    mai.chooses("Tổ, Hội đã nhận")
    dung.says("khoan vay M1")
    dung.chooses("Đã thẩm định")
    dung.chooses("Xem tới đâu")
    dung.chooses("Ghi quyết định")
    dung.answers(amount="60 triệu", months=months, every="6", rate=rate)
    dung.chooses("Xem tới đâu")
    dung.chooses("Ghi ngày nhận tiền")
    dung.answers()
