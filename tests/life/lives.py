"""Two communes, those who work in them, and one person whose whole life in the service is played."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from handlers.notify.charge_planning import plan_clocks
from handlers.notify.visit_planning import plan_visits
from rules.family import GUARDIAN
from rules.roll_call import month_of
from storage import (
    absences,
    access,
    accounts,
    alerts,
    appointments,
    assignments,
    covers,
    family,
    goals,
    loan_cases,
    needs,
    persons,
    quarter_reports,
    roll_calls,
    tasks,
    threads,
    transfers,
    units,
    visits,
)
from storage.absences import Absence
from storage.alerts import Alert
from storage.appointments import Appointment
from storage.covers import Cover
from storage.database import Db
from storage.family import Permission
from storage.goals import Goal
from storage.loan_cases import LoanCase
from storage.needs import Need
from storage.persons import Person
from storage.quarter_reports import QuarterReport
from storage.tasks import Task
from storage.threads import Thread
from storage.transfers import OPEN, Transfer
from storage.visits import Visit
from tests.conftest import StandingClock
from tests.other_unit import put_into
from tests.person import Talker, World

Result = TypeVar("Result")
HERE, THERE, ELSEWHERE = "17791", "17792", "17713"
# no other name of the cast, no form and no notice has this word
SECRET = "Kín"
NAME = f"Trần Văn {SECRET}"


@dataclass(frozen=True, slots=True)
class Now:
    """All that is on record of the person, read at once."""

    person: Person
    guardian_id: int | None
    acting_id: int | None
    acts: bool
    is_counted: bool
    absences: list[Absence]
    appointments: list[Appointment]
    goals: list[Goal]
    tasks: list[Task]
    threads: list[Thread]
    transfers: list[Transfer]
    reports: list[QuarterReport]
    covers: list[Cover]
    helpers: list[Permission]
    alerts: list[Alert]
    visits: list[Visit]
    needs: list[Need]
    loan: LoanCase | None

    @property
    def is_managed(self) -> bool:
        return self.person.status == "managed"

    @property
    def transfer(self) -> Transfer | None:
        return next((transfer for transfer in self.transfers if transfer.state in OPEN), None)

    def absence(self, state: str) -> Absence | None:
        return next((absence for absence in self.absences if absence.state == state), None)

    def appointment(self, *states: str) -> Appointment | None:
        return next((made for made in self.appointments if made.state in states), None)

    def goal(self, *states: str) -> Goal | None:
        return next((goal for goal in self.goals if goal.state in states), None)

    def report(self, *states: str) -> QuarterReport | None:
        return next((report for report in self.reports if report.state in states), None)

    def cover(self, *states: str) -> Cover | None:
        return next((cover for cover in self.covers if cover.state in states), None)

    @property
    def relative(self) -> Permission | None:
        """Whoever of the family helps; a guardian who writes in the name is none of it."""
        return next((helper for helper in self.helpers if helper.relation != GUARDIAN), None)

    @property
    def task(self) -> Task | None:
        return next((task for task in self.tasks if task.done_at is None), None)

    @property
    def thread(self) -> Thread | None:
        return next((thread for thread in self.threads if thread.closed_at is None), None)


@dataclass(slots=True)
class Lives:
    """Officers Hùng and Lan, each of a commune, and Khác of a third; guardians Tư and Sáu, and Bình over there."""

    world: World
    clock: StandingClock
    case_type: str
    record: int = 0
    people: dict[str, Talker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world = self.world
        cast = {
            "hung": world.officer("Lê Văn Hùng"),
            "lan": world.officer("Trần Thị Lan"),
            "khac": world.officer("Võ Văn Khác"),
            "tu": world.guardian("Nguyễn Văn Tư"),
            "sau": world.guardian("Phạm Thị Sáu"),
            "binh": world.guardian("Vũ Văn Bình"),
            "own": world.person_with_phone(NAME, case_type=self.case_type, born=1992),
            "wife": world.linked("Lê Thị Hoa", "family", pronoun="chi"),
        }
        self.people = cast
        with world.store.transaction() as db:
            for code, name in ((HERE, "xã Kim Bảng"), (THERE, "xã Đại Đồng"), (ELSEWHERE, "xã Xa")):
                units.put(db, code=code, name=name, kind="xa")
            for who, code in (("lan", THERE), ("binh", THERE), ("khac", ELSEWHERE)):
                put_into(db, cast[who].account_id, code)
            person = persons.by_account(db, cast["own"].account_id)
            assert person is not None
            self.record = person.id
            plan_clocks(db, world.deployment, person)
            plan_visits(db, world.deployment, person.id)

    def reads(self, work: Callable[[Db], Result]) -> Result:
        with self.world.store.transaction() as db:
            return work(db)

    def now(self) -> Now:
        return self.reads(self._now)

    def _now(self, db: Db) -> Now:
        person = persons.get(db, self.record)
        assert person is not None
        guardian_id = assignments.guardian_of(db, person.id)
        return Now(
            person,
            guardian_id,
            covers.acting_guardians(db, [person.id]).get(person.id),
            access.acts(accounts.get(db, person.account_id)),
            person.id in roll_calls.of_month(db, [person.id], month_of(db.today)),
            absences.of_person(db, person.id),
            appointments.open_of(db, person.id),
            goals.of_person(db, person.id),
            tasks.of_person(db, person.id),
            threads.of_person(db, person.id),
            transfers.of_person(db, person.id),
            quarter_reports.of_person(db, person.id),
            covers.of_unit(db, HERE),
            family.of_person(db, person.id),
            alerts.of_person(db, person.id),
            visits.latest(db, person.id),
            needs.of_person(db, person.id),
            loan_cases.open_of(db, person.id),
        )

    def talker(self, account_id: int | None) -> Talker:
        return next(talker for talker in self.people.values() if talker.account_id == account_id)

    def unit_of(self, talker: Talker) -> str:
        account = self.reads(lambda db: accounts.get(db, talker.account_id))
        assert account is not None
        return account.unit

    def officer_in(self, unit: str) -> Talker:
        return next(self.people[who] for who in ("hung", "lan", "khac") if self.unit_of(self.people[who]) == unit)

    @property
    def today(self) -> date:
        return self.clock.now().date()
