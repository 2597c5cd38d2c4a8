"""What has happened in the demo commune: visits, needs, alerts, check-ins, wishes and talks, in the order of days."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from rules import checkins as check_in_rules
from rules.local_time import DAY
from rules.notices import of_visits
from rules.visits import EVERY_DAYS, EVERY_DAYS_AT_FIRST, FIRST_MONTHS, months_later, next_visit_on
from seeds import demo_charge, demo_pledges
from seeds.demo_residents import (
    ALERTS,
    AWAY_NOTE,
    FACES,
    INTERESTS,
    MET_NEEDS,
    NOTES,
    RESIDENTS,
    TALKS,
    UNANSWERED,
    Resident,
    Resolved,
)
from storage import accounts, alerts, assignments, checkins, due, hiring, needs, offers, persons, relays, visits
from storage.accounts import Account
from storage.database import VIETNAM, Db

MOST_VISITS = 7
TAKEN_ON_FOR = timedelta(days=10)
# whoever came home later has not been to the office yet
MET_AFTER = 5
Deed = Callable[[], object]


def write_history(
    db: Db, unit: str, officers: list[int], guardians: list[int], residents: list[int], own: list[int | None]
) -> None:
    story = _Story(db, unit, officers, accounts.several(db, guardians), guardians, residents, own)
    story.tell()


@dataclass(slots=True)
class _Story:
    db: Db
    unit: str
    officers: list[int]
    known: dict[int, Account]
    guardians: list[int]
    residents: list[int]
    own: list[int | None]
    deeds: list[tuple[datetime, Deed]] = field(default_factory=list)

    def tell(self) -> None:
        """Collects first, then does it all in the order of days, so that receipts and the audit read as they would."""
        for number, resident in enumerate(RESIDENTS):
            if resident.guardian is not None:
                self._in_care(number, resident, self.guardians[resident.guardian])
            elif resident.home >= MET_AFTER:
                self._on(1, time(9), partial(demo_charge.met, self.db, self.residents[number], self.officers[0]))
        if self.own[0] is not None:
            planned = partial(demo_charge.planned_with, self.db, self.residents[0], self.own[0], self.officers[0])
            self._on(5, time(10), planned)
        for alert in ALERTS:
            self._on(alert.days_ago, time(alert.hour, 12), partial(self._alert, alert))
        for number, kind, days in MET_NEEDS:
            self._on(days + 20, time(9, 30), partial(needs.open_need, self.db, self.residents[number], kind))
            self._on(20, time(15), partial(self._meet_need, number, kind))
        for number, title, state in INTERESTS:
            self._on(9 - number % 5, time(20, 10), partial(self._wish, number, title, state))
        for number, days, asked, answered in TALKS:
            self._on(days, time(19, 40), partial(self._ask, number, asked))
            self._on(days - 1, time(8, 5), partial(self._answer, number, answered))
        self._on(40, time(10), partial(demo_pledges.pledged, self.db, self.unit, self.officers[0]))
        for moment, deed in sorted(self.deeds, key=lambda dated: dated[0]):
            with then(self.db, moment):
                deed()
        self._take_on_what_is_late()

    def _take_on_what_is_late(self) -> None:
        """Lets officers have taken on what nobody else has, so that the first morning is calm."""
        late = [need for need in needs.open_of(self.db, self.unit) if need.due_at and need.due_at < self.db.now + DAY]
        for place, need in enumerate(late):
            officer = self.officers[place % len(self.officers)]
            until = needs.Clock(self.db.now + TAKEN_ON_FOR)
            needs.move(self.db, need, "take", until, by=officer, helper_id=officer)

    def _on(self, days_ago: int, hour: time, deed: Deed) -> None:
        moment = datetime.combine(self.db.today - timedelta(days=days_ago), hour, VIETNAM)
        self.deeds.append((min(moment, self.db.now - timedelta(minutes=5)), deed))

    def _in_care(self, number: int, resident: Resident, guardian_id: int) -> None:
        person_id = self.residents[number]
        take = partial(assignments.assign, self.db, person_id, guardian_id, self.officers[0])
        self._on(resident.home - 1, time(8, 30), take)
        taken_in = partial(demo_charge.taken_in, self.db, person_id, guardian_id, self.officers[0])
        self._on(resident.home - 3, time(8, 45), taken_in)
        days = _visit_days(self.db, resident)
        for count, ago in enumerate(days):
            away = count > 0 and (number + count) % 6 == 0
            visit = partial(self._visit, number, resident, guardian_id, ago, count, away)
            self._on(ago, time(16 + number % 3, number % 50), visit)
        self._check_ins(number, resident)

    def _visit(self, number: int, resident: Resident, guardian_id: int, ago: int, count: int, away: bool) -> None:
        home, day = self._home(resident), self.db.today
        outcome = "away" if away else "met"
        asked = () if away or count else resident.needs
        visit = visits.add(
            self.db,
            guardian=self.known[guardian_id],
            person_id=self.residents[number],
            visited_on=day,
            kind="phone" if (number + ago) % 9 == 0 else "work" if resident.work == "steady" and count % 2 else "home",
            outcome=outcome,
            answers=_answers(number, resident, count, asked, away),
            next_visit_on=next_visit_on(day, home, outcome=outcome),
        )
        for kind in asked:
            needs.open_need(self.db, self.residents[number], kind, visit.id)

    def _home(self, resident: Resident) -> date:
        person = persons.get(self.db, self.residents[RESIDENTS.index(resident)])
        assert person is not None
        return person.came_home_on

    def _check_ins(self, number: int, resident: Resident) -> None:
        """Files last month's, and this month's where the day has come; two have not answered yet."""
        account_id, person_id = self.own[number], self.residents[number]
        home = self.db.today - timedelta(days=resident.home)
        this_month = self.db.today.replace(day=1)
        for month in (months_later(this_month, -1), this_month):
            day = check_in_rules.check_in_on(month, home, frozenset())
            ago = (self.db.today - day).days
            if ago <= 0 or day <= home or (month == this_month and number in UNANSWERED):
                continue
            answers = {"face": FACES[resident.mood], "helps": list(resident.needs), "words": None}
            file = partial(
                checkins.add,
                self.db,
                person_id=person_id,
                period=check_in_rules.period_of(month),
                answers=answers,
                by=account_id,
            )
            self._on(ago, time(19, 5 + number), file)

    def _alert(self, told: Resolved) -> None:
        person_id, officer = self.residents[told.resident], self.officers[told.officer]
        guardian = RESIDENTS[told.resident].guardian
        by_guardian = told.reason != "visit_overdue"
        alert, _ = alerts.raise_alert(
            self.db,
            unit=self.unit,
            level=told.level,
            reason=told.reason,
            person_id=person_id,
            raised_by=self.guardians[guardian] if by_guardian and guardian is not None else None,
            climb_at=None,
            note=told.note,
        )
        if not by_guardian:
            self._already_reminded(person_id)
        start = self.db.now
        with then(self.db, start + timedelta(minutes=told.minutes_to_take - 1)):
            alerts.see(self.db, alert.id, officer)
        with then(self.db, start + timedelta(minutes=told.minutes_to_take)):
            alerts.take(self.db, alert.id, officer)
        if told.outcome:
            with then(self.db, start + timedelta(minutes=told.minutes_to_take + 50)):
                alerts.close(self.db, alert.id, officer, told.outcome)

    def _already_reminded(self, person_id: int) -> None:
        person = persons.get(self.db, person_id)
        assert person is not None
        for kind, _ in of_visits():
            due.mark(self.db, kind, person_id, str(person.next_visit_on), unit=self.unit)

    def _meet_need(self, number: int, kind: str) -> None:
        for need in needs.of_person(self.db, self.residents[number]):
            if need.kind == kind:
                needs.close(self.db, need.id, self.officers[3], "met")

    def _wish(self, number: int, title: str, state: str) -> None:
        offer = next(listed for listed in offers.open_offers(self.db, self.unit) if listed.title == title)
        hiring.show_interest(self.db, offer.id, self.residents[number])
        if state != "new":
            wish = next(
                interest
                for interest in hiring.interests_of(self.db, self.residents[number])
                if interest.offer_id == offer.id
            )
            hiring.move(self.db, wish, state)

    def _ask(self, number: int, words: str) -> None:
        account_id = self.own[number]
        assert account_id is not None
        relays.ask(self.db, unit=self.unit, person_account=account_id, text=words)

    def _answer(self, number: int, words: str) -> None:
        account_id = self.own[number]
        assert account_id is not None
        relays.answer(self.db, unit=self.unit, person_account=account_id, officer_account=self.officers[0], text=words)


@contextmanager
def then(db: Db, moment: datetime) -> Iterator[None]:
    """Writes what is done in here as if it happened then."""
    now = db.now
    db.now = moment
    try:
        yield
    finally:
        db.now = now


def _visit_days(db: Db, resident: Resident) -> list[int]:
    """Lists how many days ago, the last first: every month, every week in the first three months at home."""
    home = db.today - timedelta(days=resident.home)
    days: list[int] = []
    ago = resident.last
    while ago < resident.home and len(days) < MOST_VISITS:
        days.append(ago)
        before = db.today - timedelta(days=ago + EVERY_DAYS_AT_FIRST)
        ago += EVERY_DAYS_AT_FIRST if before < months_later(home, FIRST_MONTHS) else EVERY_DAYS
    return days


def _answers(number: int, resident: Resident, count: int, asked: tuple[str, ...], away: bool) -> dict[str, object]:
    """Gives answers as the form keeps them; every other visit has a few words."""
    if away:
        return {"reason": "at_work", "note": AWAY_NOTE, "place": None}
    notes = NOTES[resident.work]
    note = notes[(number + count) % len(notes)] if count % 2 == 0 else None
    mood = resident.mood if count < 3 else "fair"
    return {
        "work": resident.work if count < 4 else "looking",
        "mood": mood,
        "concerns": [],
        "needs": list(asked),
        "note": note,
        "place": None,
    }
