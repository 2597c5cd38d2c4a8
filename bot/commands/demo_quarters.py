"""Plays the demo commune through whole quarters: guardians report, officers act, the clock plans and asks."""

from collections.abc import Iterator
from datetime import date, datetime, time

from bot.commands.demo_commune import Commune, managed
from bot.commands.demo_paperwork import HAND_IN, find_guardians, first_days, take_in
from bot.commands.demo_talk import set_roster, talk
from handlers.notify import reminders
from rules.case_types import BY_CODE
from rules.deadlines import Quarter, quarter_of, report_window
from rules.local_time import DAY, at
from storage import alerts, assignments, checkins

MORNING, EVENING = time(8, 0), time(19, 30)
ROLL_CALL, CHECK_IN = 3, 12
AWAY, WORRIED = 0.12, 0.08


def play(commune: Commune, quarters: int) -> Iterator[Quarter]:
    """Plays from tomorrow until so many quarters have ended and their lists are handed in; gives each quarter then."""
    today = _today(commune)
    began_on = today + DAY
    quarter = quarter_of(today)
    for _ in range(quarters):
        last = report_window(quarter)[0].replace(day=HAND_IN)
        while today < last:
            today += DAY
            _day(commune, today, began_on)
        yield quarter
        quarter = quarter.following


def _today(commune: Commune) -> date:
    with commune.stage.store.transaction() as db:
        return db.today


def _day(commune: Commune, day: date, began_on: date) -> None:
    """Plays one day: what falls due in the morning, what people do, what falls due by the evening."""
    _run_clock(commune, at(day, MORNING))
    take_in(commune, began_on, day)
    if day == began_on:
        find_guardians(commune)
    set_roster(commune, day, began_on)
    _check_ins(commune, day)
    _roll_call(commune, day)
    _visits(commune, day)
    talk(commune, day)
    _alerts(commune)
    quarter = quarter_of(day).previous
    if day.replace(day=1) == quarter.following.first:
        first_days(commune, quarter, day.day)
    _run_clock(commune, at(day, EVENING))


def _run_clock(commune: Commune, moment: datetime) -> None:
    """Moves the clock on and does all that is due, as the scheduler does."""
    stage = commune.stage
    stage.clock.move_to(moment)
    planned = False
    while not planned:
        with stage.store.transaction() as db:
            planned = reminders.plan_daily(db, stage.deployment)
    left = True
    while left:
        with stage.store.transaction() as db:
            outcome = reminders.run_due(db, stage.deployment)
        left = outcome.done + outcome.dropped > 0
    with stage.store.transaction() as db:
        reminders.climb_alerts(db, stage.deployment)


def _visits(commune: Commune, day: date) -> None:
    """Lets guardians tell of the visits that are due."""
    with commune.stage.store.transaction() as db:
        due = [person for person in managed(db, commune.unit) if person.next_visit_on and person.next_visit_on <= day]
        guardians = assignments.guardians_of(db, [person.id for person in due])
    for person in due:
        if person.id not in guardians:
            continue
        outcome = "away" if commune.chance.random() < AWAY else "met"
        told = {"outcome": outcome, "visited_on": day}
        if outcome == "met" and commune.chance.random() < WORRIED:
            told["concerns"] = ["alcohol"]
        commune.players[guardians[person.id]].fills(f"go:visit_report:person={person.id}", told)
        commune.note("visits")


def _check_ins(commune: Commune, day: date) -> None:
    if day.day != CHECK_IN:
        return
    with commune.stage.store.transaction() as db:
        people = [person for person in managed(db, commune.unit) if person.account_id in commune.players]
        answered = checkins.have_answered(db, [person.id for person in people], {f"{day:%Y-%m}"})
    done = {person_id for person_id, _ in answered}
    for person in people:
        if person.id not in done and person.account_id is not None:
            commune.players[person.account_id].fills("go:checkin", {"face": commune.chance.choice(("good", "fair"))})
            commune.note("check-ins")


def _roll_call(commune: Commune, day: date) -> None:
    if day.day != ROLL_CALL:
        return
    with commune.stage.store.transaction() as db:
        owing = [person for person in managed(db, commune.unit) if BY_CODE[person.case_type].roll_call]
    for person in owing:
        commune.officer.presses(f"do:roll_call_came:{person.id}")
        commune.note("roll calls")


def _alerts(commune: Commune) -> None:
    """Lets an officer take and close what is open."""
    with commune.stage.store.transaction() as db:
        raised = alerts.open_of(db, commune.unit)
    for alert in raised:
        commune.officer.presses(f"do:alert_take:{alert.id}")
        closing = {"outcome": "helped_on_site", "sentence": "Đã gặp và nói chuyện, gia đình yên tâm."}
        commune.officer.fills(f"go:alert_close:alert={alert.id}", closing)
        commune.note("alerts")
