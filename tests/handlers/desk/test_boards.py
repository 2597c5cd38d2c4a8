"""The boards of needs, work and loans, partners and approvals: who sees what, what is late, what may be done."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.desk import approvals, loans, needs, pledges, record, work
from handlers.desk.board import Board, Card
from handlers.desk.page import Missing
from handlers.desk.record import RecordFacts
from handlers.tips.handing_out import hand_out
from storage import help_offers, tips, units
from storage import needs as stored_needs
from storage.access import NotAllowed
from storage.audit import audit
from storage.signals import of_change
from tests.conftest import StandingClock
from tests.handlers.desk.opened import opened
from tests.handlers.loans.lending import asks, of_place
from tests.handlers.work.offering import announces, offers_a_job, partner_of, wants
from tests.other_unit import put_into
from tests.person import Talker, World

NEIGHBOUR = "17792"


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def stranger(world: World) -> Talker:
    """An officer of the commune next door."""
    other = world.officer("Tạ Văn Hãnh")
    with world.store.transaction() as db:
        put_into(db, other.account_id, NEIGHBOUR)
    return other


def cards(board: Board, column: str) -> list[Card]:
    return [card for each in board.columns if each.id == column for card in each.cards]


def changes(world: World) -> list[str]:
    """What open pages were told of, since ever."""
    with world.look() as db:
        actions = db.execute(select(audit.c.action).order_by(audit.c.id)).scalars()
        return [change for action in actions if (change := of_change(world.deployment.unit, action))]


def look_at(officer: Talker, path: str) -> RecordFacts:
    """Opens a record's page, which is no change: it would have itself shown anew without end."""
    _, kind, number = path.split("/")
    before = changes(officer.world)
    facts = opened(officer, record.gather, kind=kind, record=number)
    assert changes(officer.world) == before
    return facts


def is_closed_to(officer: Talker, *paths: str) -> bool:
    """Whether none of these pages opens for the officer."""
    for path in paths:
        with pytest.raises((NotAllowed, Missing)):
            look_at(officer, path)
    return True


def presses(facts: RecordFacts) -> list[str]:
    return [each.press for each in facts.presses]


def test_a_need_stands_in_its_column_with_its_clock_and_goes_on_by_the_chat(
    world: World, hung: Talker, stranger: Talker, clock: StandingClock
) -> None:
    nam = world.person_with_phone()
    hoa = world.linked("Trần Thị Hoa", "volunteer", pronoun="chi")
    with world.store.transaction() as db:
        help_offers.set_kinds(
            db, unit=world.deployment.unit, account_id=hoa.account_id, kinds=("papers",), hamlet="xóm 6", by=None
        )
    nam.fills("need_ask", kind="papers", words="Làm lại căn cước", phone="no")
    clock.move(days=9)
    nam.fills("need_ask", kind="tools", words="Xin cái máy khâu", phone="no")
    papers, tools = cards(opened(hung, needs.gather), "raised")
    assert (papers.title, papers.kind, papers.is_late, tools.is_late) == (
        "Trần Văn Nam · xóm 6",
        "Làm giấy tờ",
        True,
        False,
    )
    assert (papers.age, "quá hẹn" in papers.due) == ("9 ngày", True)
    assert [card.path for card in cards(opened(hung, needs.gather, kind="tools"), "raised")] == [tools.path]
    assert cards(opened(hung, needs.gather, age="late"), "raised") == [papers]
    facts = look_at(hung, papers.path)
    assert "Nói thêm: Làm lại căn cước" in facts.lines
    assert any("Trần Văn Nam" not in line and line for line in facts.history)
    assert facts.person.startswith("people/")
    offer = next(press for press in presses(facts) if press.startswith("go:need_offer"))
    hung.answers(hung.presses(offer), helper=str(hoa.account_id))
    assert [card.owner for card in cards(opened(hung, needs.gather), "offered")] == ["chị Hoa"]
    assert opened(hung, needs.gather, owner=hoa.account_id).count == 1
    assert "need_met" in look_at(hung, papers.path).main
    hung.presses(next(press for press in presses(look_at(hung, papers.path)) if "need_met" in press))
    assert look_at(hung, papers.path).presses == ()
    assert opened(stranger, needs.gather).count == 0
    assert is_closed_to(stranger, tools.path)


def test_a_column_by_itself_goes_on_where_its_page_ended(
    world: World, hung: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "MANY", 2)
    people = [world.person(f"Lê Văn {letter}") for letter in "ABCDE"]
    with world.store.transaction() as db:
        for number, person in enumerate(people):
            stored_needs.open_need(db, person, "job", due_at=db.now + timedelta(days=1 + number // 2))
    seen: list[str] = []
    after = ""
    for _ in range(3):
        board = opened(hung, needs.gather, step="raised", after=after)
        assert board.count == 5
        seen += [card.path for card in cards(board, "raised")]
        after = board.columns[0].more
    assert (len(seen), len(set(seen)), after) == (5, 5, "")
    assert len(opened(hung, needs.sheet).rows) == 5


def test_a_loan_stands_at_its_step_with_whose_turn_it_is(world: World, stranger: Talker) -> None:
    hung = of_place(world, "Lê Mạnh Hùng", "officer", "police", "Công an xã Kim Bảng")
    lan = of_place(world, "Phan Thị Lan", "officer", "committee", "UBND xã Kim Bảng")
    asks(world.person_with_phone())
    facts = opened(hung, loans.gather)
    [card] = cards(facts.board, "to_list")
    assert "anh Hùng" in card.owner
    assert card.kind.endswith("80 triệu đồng")
    assert facts.list.drafted == 1
    hung.presses(facts.list.presses[0].press)
    [card] = cards(opened(lan, loans.gather).board, "to_confirm")
    assert card.owner == "anh Lan (UBND xã)"
    assert opened(lan, loans.gather, owner="bank").board.count == 0
    assert presses(look_at(hung, card.path)) == []
    assert any(press.startswith("do:loan_forward") for press in presses(look_at(lan, card.path)))
    assert is_closed_to(stranger, card.path)


def test_loans_are_narrowed_by_what_they_are_for_page_by_page(
    world: World, hung: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loans, "MANY", 1)
    for name in ("Lê Văn An", "Lê Văn Bình"):
        asks(world.person_with_phone(name))
    asks(world.person_with_phone("Lê Văn Cảnh"), purpose="training", course_months="6", amount="20 triệu")
    [course] = cards(opened(hung, loans.gather, purpose="training").board, "to_list")
    assert "Lê Văn Cảnh" in course.title
    assert len(opened(hung, loans.sheet, purpose="business").rows) == 2
    first = opened(hung, loans.gather, purpose="business", step="to_list").board
    rest = opened(hung, loans.gather, purpose="business", step="to_list", after=first.columns[0].more).board
    assert (first.count, rest.count, rest.columns[0].more) == (2, 2, "")
    assert len({card.path for board in (first, rest) for card in cards(board, "to_list")} - {course.path}) == 2


def test_the_board_of_work_says_who_waits_for_whom(
    world: World, hung: Talker, stranger: Talker, clock: StandingClock
) -> None:
    nam = world.person_with_phone(born=1992)
    _, lam = partner_of(world)
    job = offers_a_job(world, lam)
    wants(nam, job)
    announces(hung)
    facts = opened(hung, work.gather)
    [card] = cards(facts.board, "partner")
    assert (card.title, card.owner) == ("Trần Văn Nam · xóm 6", "May Hồng Lam · chờ nơi tuyển trả lời")
    assert [(row.waiting, row.hired) for row in facts.offers] == [(1, 0)]
    assert [row.title for row in facts.fairs] == ["B1 · Ngày hội việc làm"]
    assert "Chờ nơi tuyển trả lời" in look_at(hung, card.path).lines
    assert look_at(hung, facts.offers[0].path).back == "work"
    assert is_closed_to(stranger, card.path, facts.offers[0].path, facts.fairs[0].path)
    clock.move(days=20)
    assert cards(opened(hung, work.gather, age="late").board, "partner")[0].is_late
    assert len(opened(hung, work.sheet_of_offers).rows) == 1


def test_pledges_say_what_was_kept_and_partners_who_speaks_for_them(
    world: World, hung: Talker, stranger: Talker
) -> None:
    _, lam = partner_of(world)
    hung.fills("pledge", who=str(lam), kind="job", count="5", ends_on="31/12/2026")
    facts = opened(hung, pledges.gather)
    assert [(row.organisation, row.promised, row.kept, row.state) for row in facts.pledges] == [
        ("May Hồng Lam", 5, 0, "runs")
    ]
    assert [(row.name, row.people, row.pledges) for row in facts.partners] == [("May Hồng Lam", "chị Hồng", 1)]
    assert is_closed_to(stranger, facts.pledges[0].path)
    hung.presses(presses(look_at(hung, facts.pledges[0].path))[0])
    assert opened(hung, pledges.gather).pledges[0].state == "ended"


def section(officer: Talker, name: str) -> list[str]:
    facts = opened(officer, approvals.gather)
    return [row.what for each in facts.sections if each.id == name for row in each.rows]


def test_what_waits_for_a_yes_stands_in_one_page_until_somebody_has_said_it(
    world: World, hung: Talker, stranger: Talker
) -> None:
    hong, _ = partner_of(world)
    hong.fills("offer_post", kind="job", title="Công nhân may")
    hoa = world.stranger()
    hoa.says("xin chào")
    hoa.says("tình nguyện")
    hoa.answers(hoa.sees, name="Vũ Thị Hoa", hamlet="xóm 2", kinds=["papers"])
    facts = opened(hung, approvals.gather)
    [offer] = next(each for each in facts.sections if each.id == "offers").rows
    assert "tin đầu tiên của nơi tuyển" in offer.detail
    assert section(hung, "volunteers") == ["Vũ Thị Hoa · xóm 2"]
    assert opened(stranger, approvals.gather).count == 0
    hung.presses(offer.presses[0].press)
    assert section(hung, "offers") == []
    assert len(opened(hung, approvals.sheet).rows) == 1
    [volunteer] = next(each for each in opened(hung, approvals.gather).sections if each.id == "volunteers").rows
    assert is_closed_to(stranger, offer.path, volunteer.path)
    agree = look_at(hung, volunteer.path).presses[0]
    assert agree.confirm
    hung.presses(agree.press)
    assert look_at(hung, volunteer.path).presses == ()
    assert opened(hung, approvals.gather).sections == ()


def test_tips_are_for_those_on_duty_and_accounts_for_whoever_may_decide(world: World, hung: Talker) -> None:
    resting = world.linked("Hồ Thị Mai", "officer", pronoun="chi")
    admin = world.linked("Phan Thị Tuyển", "admin", pronoun="chi")
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")
        written = tips.Written("Xe lạ sau chùa", (), b"1")
        tips.add(db, unit=world.deployment.unit, about=world.deployment.unit, proof=b"1", written=written)
        hand_out(db, world.deployment)
    assert section(hung, "tips") == ["L1"]
    assert section(resting, "tips") == []
    assert is_closed_to(resting, "record/tip/1")
    hung.presses("do:tip_take:1")
    assert "do:tip_done:1" in presses(look_at(hung, "record/tip/1"))
    assert [each.id for each in opened(admin, approvals.gather).sections] == []
    assert is_closed_to(admin, "record/need/1", "record/tip/1")
    assert is_closed_to(hung, "record/need/1", "record/nothing/1")
