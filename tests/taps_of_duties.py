"""What the commonest duties of a commune cost, played from the notice that asks for them."""

from datetime import date, timedelta
from typing import Any

from storage import assignments, persons, units
from storage.roll_call_codes import code_now
from tests.conftest import START
from tests.handlers.commune import moment, run_all
from tests.person import Talker
from tests.tapping import People, Play

TODAY = START.date()


def _in_care(people: People, case_type: str = "finished") -> int:
    """Lets Hoa, who has a phone, be in the guardian's care under this case type; gives her record."""
    with people.world.store.transaction() as db:
        hoa = persons.by_account(db, people.person.account_id)
        assert hoa is not None
        persons.change(db, hoa.id, case_type=case_type)
        assignments.assign(db, hoa.id, people.guardian.account_id, by=None)
    return hoa.id


def owes_roll_call(people: People) -> None:
    """It is day 1, presence by chat counts, and the notice asks for it."""
    _in_care(people, "suspended")
    with people.world.store.transaction() as db:
        units.put(db, code=people.world.deployment.unit, name="Kim Bảng", kind="xã")
    people.officer.fills("roll_call_chat", allowed="yes", order="12/CV")
    people.world.clock.move_to(moment(date(2026, 12, 1), 8, 31))
    run_all(people.world)


def tells_where(people: People) -> None:
    people.person.chooses("Điểm danh")
    people.person.shares_place(20.5, 105.9)


def types_the_code(people: People) -> None:
    with people.world.look() as db:
        code = code_now(db, people.world.deployment.unit)
    people.person.says(code)


def notes_who_came(people: People) -> None:
    people.officer.presses("do:roll_call_list")
    people.officer.chooses("Lê Thị Hoa")
    people.officer.chooses("Có mặt tại trụ sở")


def owes_leave(people: People) -> None:
    _in_care(people, "suspended")


LEAVE: dict[str, Any] = {
    "where": "Vinh",
    "from_on": TODAY + timedelta(days=1),
    "until_on": TODAY + timedelta(days=3),
    "why": "đi làm",
}


def asked_to_be_away(people: People) -> None:
    owes_leave(people)
    people.person.fills("absence_request", **LEAVE)


def decides_leave(people: People) -> None:
    people.officer.chooses("Xem đơn")
    people.officer.answers(people.officer.chooses("Đồng ý cho vắng"))


def times_offered(people: People) -> None:
    hoa = _in_care(people)
    times = {"first": "9h ngày 25/11/2026", "second": "14h ngày 26/11/2026"}
    people.officer.fills("appointment", person=hoa, **times)


def takes_a_time(people: People) -> None:
    people.person.presses(people.person.last.out.buttons[0].press)
    people.person.chooses("Chọn 09:00")


def came_to_the_office(people: People) -> None:
    times_offered(people)
    takes_a_time(people)
    people.world.clock.move_to(moment(date(2026, 11, 25), 10, 31))
    run_all(people.world)


def written_to(reader: str) -> Play:
    """One of the two sides has been written to about somebody."""

    def before(people: People) -> None:
        writer = people.guardian if reader == "officer" else people.officer
        writer.presses(f"go:thread_write:to=p{people.about}")
        writer.says("dạo này Nam hay đi đêm")

    return before


def answers(talker: Talker, words: str) -> None:
    talker.chooses("Đọc")
    talker.chooses(words)


def quarter_over(people: People) -> None:
    people.guardian.reports(people.about)
    people.world.clock.move_to(moment(date(2027, 1, 4), 8, 31))
    run_all(people.world)


def quarter_sent(people: People) -> None:
    quarter_over(people)
    people.guardian.presses("do:quarter")
    people.guardian.chooses("Gửi đi")


def accepts_report(people: People) -> None:
    people.officer.presses("do:quarter_reports")
    people.officer.chooses("Trần Văn Nam")
    people.officer.chooses("Nhận báo cáo")


def with_a_goal(people: People) -> None:
    """A goal is agreed whose day is near: both sides are reminded."""
    hoa = _in_care(people)
    people.officer.fills("goal", person=hoa, helper="self", due_on=TODAY + timedelta(days=4))
    people.person.chooses("Đồng ý")
    people.world.clock.move_to(moment(TODAY + timedelta(days=1), 8, 31))
    run_all(people.world)


def task_given(people: People) -> None:
    people.officer.fills("task", person=people.about, who=people.guardian.account_id, by=TODAY)


def does_a_task(people: People) -> None:
    people.guardian.chooses("Xem việc")
    people.guardian.chooses("Đã xong")


# role → (what is done, what has happened before, how); those of every day take three taps at most
DAILY: dict[str, tuple[tuple[str, Play, Play], ...]] = {
    "guardian": (
        ("Answer in a talk with the office", written_to("guardian"), lambda p: answers(p.guardian, "Tôi rõ rồi")),
        ("Send a report of the quarter", quarter_over, lambda p: send_report(p.guardian)),
        ("Say that a goal is reached", with_a_goal, lambda p: tick_goal(p.guardian)),
        ("Do a task that was given", task_given, does_a_task),
        ("Who is on duty", lambda p: None, lambda p: p.guardian.presses("do:duty_today")),
    ),
    "officer": (
        ("Count somebody who stands at the desk", owes_roll_call, notes_who_came),
        ("Decide a request to be away", asked_to_be_away, decides_leave),
        ("Note that somebody has come", came_to_the_office, lambda p: p.officer.chooses("Đã đến")),
        ("Answer in a talk with a guardian", written_to("officer"), lambda p: answers(p.officer, "Đã rõ, cảm ơn")),
        ("Accept a report of the quarter", quarter_sent, accepts_report),
        ("Who is on duty today", lambda p: None, lambda p: p.officer.presses("do:duty_today")),
    ),
    "person": (
        ("Roll-call, by where one is", owes_roll_call, tells_where),
        ("Roll-call, with the code at the office", owes_roll_call, types_the_code),
        ("Ask to be away, told", owes_leave, lambda p: tell_leave(p.person)),
        ("Take one of the times offered", times_offered, takes_a_time),
        ("Say that one's goal is reached", with_a_goal, lambda p: reach_goal(p.person)),
    ),
}


def send_report(guardian: Talker) -> None:
    guardian.chooses("Xem và gửi")
    guardian.chooses("Gửi đi")


def tick_goal(guardian: Talker) -> None:
    guardian.presses(guardian.last.out.buttons[0].press)
    guardian.chooses("Mục 1")
    guardian.chooses("Xong")


def reach_goal(person: Talker) -> None:
    person.presses(person.last.out.buttons[0].press)
    person.chooses("Xong")


def tell_leave(person: Talker) -> None:
    person.says("xin vắng")
    person.says("Vinh")
    person.says("từ 24/11 đến 26/11")
    person.says("có người gọi đi làm")
    person.answers()
