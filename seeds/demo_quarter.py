"""The last quarter of the demo commune as its officers find it: reports in every state, groups, roll-calls.

Only whoever looks at the demo gets it. The commune of measurements and tests begins without papers.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from rules import groups
from rules.case_types import BY_CODE
from rules.deadlines import Quarter, quarter_of
from rules.local_time import at
from rules.quarter import period_of
from rules.visits import met
from seeds.demo_history import then
from storage import accounts, assignments, person_groups, persons, quarter_reports, roll_calls, visits
from storage.database import Db
from storage.persons import Person
from storage.planning import Page
from storage.visits import Visit

EVERYBODY = Page(1, 2**62, last=True)
MOST_VISITS = 12
# of so many reports in the order of the commune's list: the first wait, the next are returned, the last not sent yet
WAIT, RETURNED, UNSENT = 3, 4, 4
MONTHS = 5
QUESTION = "Tháng vừa rồi anh chị ấy làm việc ở đâu, bác cho biết thêm nhé?"
WHY = {
    "A": "Có việc làm đều, gia đình thuận hòa.",
    "B": "Chấp hành tốt, việc làm chưa ổn định.",
    "C": "Chưa có việc làm, đang được giúp tìm việc.",
}


def write_quarter(db: Db, unit: str) -> None:
    """Writes the papers of the quarter before today's; a commune that has them stays as it is."""
    quarter = quarter_of(db.today).previous
    officer = next(account for account in accounts.officers_of(db, unit))
    if quarter_reports.counts(db, unit, period_of(quarter)):
        return
    with then(db, _morning(db, quarter.following.first)):
        quarter_reports.begin(db, period_of(quarter), quarter.last, EVERYBODY)
    people = persons.of_unit(db, unit)
    _send(db, unit, people, quarter, officer.id)
    _choose(db, unit, people, quarter, officer.id)
    _call(db, unit, people, officer.id)


def _morning(db: Db, day: date) -> datetime:
    """Gives half past eight of a day, or now where that is to come: a demo may begin on the first of a quarter."""
    return min(at(day, time(8, 30)), db.now)


def _send(db: Db, unit: str, people: list[Person], quarter: Quarter, officer: int) -> None:
    guardians = assignments.guardians_of(db, [person.id for person in people])
    own = [person for person in people if person.id in guardians]
    for place, person in enumerate(own):
        report = next(
            (earlier for earlier in quarter_reports.of_person(db, person.id) if earlier.quarter == period_of(quarter)),
            None,
        )
        if report is None or place >= len(own) - UNSENT:
            continue
        with then(db, _morning(db, quarter.following.first + timedelta(days=1 + place % 4))):
            content = _content(db, person, quarter)
            quarter_reports.send(db, report, content, by=guardians[person.id], unit=unit)
        sent = quarter_reports.get(db, report.id)
        if sent is None or place < WAIT:
            continue
        with then(db, _morning(db, quarter.following.first + timedelta(days=6))):
            if place < RETURNED:
                quarter_reports.give_back(db, sent, QUESTION, by=officer, unit=unit)
            else:
                quarter_reports.accept(db, sent, by=officer, unit=unit)


def _content(db: Db, person: Person, quarter: Quarter) -> dict[str, object]:
    visited = [
        visit
        for visit in reversed(visits.latest(db, person.id, MOST_VISITS))
        if quarter.first <= visit.visited_on <= quarter.last
    ]
    meetings = [visit for visit in visited if met(visit.outcome)]
    words = {
        "visits": f"Trong quý có {len(visited)} lần ghé thăm, gặp được {len(meetings)} lần.",
        "work": "Có đi làm, thu nhập tạm đủ." if meetings else "Chưa gặp được nên chưa rõ.",
        "health": "Khỏe mạnh, tinh thần ổn định." if meetings else "Chưa gặp được nên chưa rõ.",
        "needs": "Trong quý không có việc cần giúp nào được báo.",
    }
    return {"answers": dict(words), "words": words, "visits": list(_rows(visited))}


def _rows(visited: list[Visit]) -> Iterator[dict[str, str]]:
    for visit in visited:
        day = visit.visited_on
        outcome = "Gặp được" if met(visit.outcome) else "Đi vắng"
        yield {"ngay": f"{day.day}/{day.month}/{day.year}", "cach_gap": "Tại nhà", "ket_qua": outcome}


def _choose(db: Db, unit: str, people: list[Person], quarter: Quarter, officer: int) -> None:
    """Chooses letters for two quarters, of the last one for some: the others are still to be looked at."""
    grouped = [person for person in people if BY_CODE[person.case_type].groups]
    for shown, chosen in ((quarter.previous, grouped), (quarter, grouped[: len(grouped) * 2 // 3])):
        with then(db, _morning(db, shown.following.first + timedelta(days=8))):
            for place, person in enumerate(chosen):
                letter = "AABC"[(place + shown.number) % 4]
                person_groups.choose(
                    db,
                    unit=unit,
                    person_id=person.id,
                    quarter=groups.written(shown),
                    letter=letter,
                    why=WHY[letter],
                    by=officer,
                )


def _call(db: Db, unit: str, people: list[Person], officer: int) -> None:
    """Notes roll-calls of the last months; in each somebody came late, in the last somebody is missing."""
    owing = [person for person in people if BY_CODE[person.case_type].roll_call]
    first = db.today.replace(day=1)
    for ago in range(MONTHS):
        for place, person in enumerate(owing):
            late = place % len(owing) == ago % len(owing)
            day = first + timedelta(days=6 if late else 2)
            if day > db.today or (late and not ago):
                continue
            with then(db, _morning(db, day)):
                roll_calls.note(
                    db,
                    unit=unit,
                    person_id=person.id,
                    month=f"{day:%Y-%m}",
                    state="late" if late else "present",
                    way="officer",
                    by=officer,
                )
        first = (first - timedelta(days=1)).replace(day=1)
