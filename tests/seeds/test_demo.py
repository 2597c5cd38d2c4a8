"""The demo commune: believable, calm on its first day, as large as wanted, and the same however often it is sown."""

from collections import Counter
from datetime import datetime, timedelta

from phonenumbers import is_valid_number, parse

from handlers.kit.deployment import Deployment
from handlers.notify import reminders
from rules import consent
from rules.quarter import STATES
from rules.visits import MOOD, NEEDS, WORK
from seeds import demo_growth
from seeds.demo import sow
from seeds.demo_people import GUARDIANS, OFFICERS, PARTNERS
from seeds.demo_quarter import write_quarter
from seeds.demo_residents import ALERTS, RESIDENTS
from storage import (
    accounts,
    alerts,
    assignments,
    chats,
    consents,
    needs,
    offers,
    outbox,
    person_groups,
    persons,
    quarter_reports,
    relays,
    visits,
)
from storage.database import VIETNAM, Db, Store
from tests.broken_chains import broken_chains
from tests.conftest import StandingClock

UNIT = "17791"


def test_there_are_as_many_of_each_as_said(store: Store) -> None:
    with store.transaction() as db:
        sow(db, UNIT)
        roles = Counter(account.roles[0] for account in accounts.of_unit(db, UNIT))
        everybody = persons.of_unit(db, UNIT)
        open_offers = offers.open_offers(db, UNIT)
    assert roles == {"officer": 4, "guardian": 12, "partner": 6, "person": 28}
    assert (len(everybody), len(open_offers), len(PARTNERS)) == (30, 15, 6)
    assert len({person.name for person in everybody}) == 30


def test_people_have_what_people_have(store: Store) -> None:
    with store.transaction() as db:
        sow(db, UNIT)
        everybody = persons.of_unit(db, UNIT)
        loads = assignments.loads(db, UNIT)
        reports = {person.id: visits.latest(db, person.id, 20) for person in everybody}
        open_needs = Counter(need.kind for need in needs.open_of(db, UNIT))
        talks = [relays.thread(db, person.account_id) for person in everybody if person.account_id]
        purposes = [consents.current(db, person.account_id) for person in everybody if person.account_id]
    assert len(Counter(person.case_type for person in everybody)) == 6
    assert len(loads) == len(GUARDIANS)
    assert set(loads.values()) <= {2, 3}
    assert sorted(len(found) for found in reports.values())[2] >= 2
    assert {visit.outcome for found in reports.values() for visit in found} == {"met", "away"}
    assert len(open_needs) >= 5
    assert sum(map(len, talks)) == 4
    assert all(set(given) == set(consent.PURPOSES) for given in purposes)


def test_what_is_written_is_what_the_forms_would_have_written(store: Store) -> None:
    with store.transaction() as db:
        sow(db, UNIT)
        reports = [visit for person in persons.of_unit(db, UNIT) for visit in visits.latest(db, person.id, 20)]
        numbers = [visit.number for visit in sorted(reports, key=lambda visit: visit.filed_at)]
    assert numbers == list(range(1, len(reports) + 1))
    for visit in reports:
        answers = visit.answers
        if visit.outcome == "met":
            assert answers["work"] in WORK
            assert answers["mood"] in MOOD
            assert set(answers["needs"]) <= set(NEEDS)
        else:
            assert answers["reason"]


def test_alerts_are_over_or_in_hand(store: Store) -> None:
    with store.transaction() as db:
        sow(db, UNIT)
        still_open = alerts.open_of(db, UNIT)
        past = [one for person in persons.of_unit(db, UNIT) for one in alerts.of_person(db, person.id)]
    assert [alert.state for alert in still_open] == ["taken"]
    assert len(past) == len(ALERTS)
    assert all(alert.taken_at and alert.opened_at < alert.taken_at for alert in past)


def test_the_first_morning_is_calm(store: Store, deployment: Deployment, clock: StandingClock) -> None:
    with store.transaction() as db:
        sow(db, UNIT)
        for account in accounts.of_unit(db, UNIT):
            chat = chats.add(db, "web", f"phone-of-{account.id}")
            chats.link(db, chat.id, account.id)
    with store.transaction() as db:
        reminders.run_due(db, deployment)
    with store.transaction() as db:
        reminders.run_due(db, deployment)
        reminders.climb_alerts(db, deployment)
    with store.transaction() as db:
        kinds = heard(db)
        assert len(alerts.open_of(db, UNIT)) == 1
    assert kinds.pop(("officer", "digest")) == len(OFFICERS)
    assert not [kind for role, kind in kinds if role == "officer"]
    assert kinds.pop(("guardian", "visits_well"), 0) <= 8
    assert 3 <= sum(count for (role, _), count in kinds.items() if role == "guardian") <= 8
    assert sum(count for (role, _), count in kinds.items() if role == "person") <= 6


def heard(db: Db) -> Counter[tuple[str, str]]:
    roles = {account.id: account.roles[0] for account in accounts.of_unit(db, UNIT)}
    readers = {row.id: roles[row.account_id] for row in db.execute(chats.chats.select())}
    return Counter((readers[row.chat_id], row.kind) for row in db.execute(outbox.outbox.select()))


def test_sowing_again_changes_nothing(store: Store) -> None:
    for _ in range(2):
        demo_growth.grow(store, UNIT, 12)
        with store.transaction() as db:
            assert len(accounts.of_unit(db, UNIT)) == 50
        assert broken_chains(store) == []


def test_a_commune_grows_to_as_many_guardians_as_wanted_and_no_further(store: Store) -> None:
    for wanted, there in ((30, 30), (20, 30), (31, 31)):
        demo_growth.grow(store, UNIT, wanted)
        sown = list(demo_growth.listed(store, UNIT, codes=True))
        roles = Counter(one.role for one in sown)
        assert roles["guardian"] == there
        assert roles["person"] >= there
        assert len({one.code for one in sown}) == len({one.phone for one in sown}) == len(sown)
    with store.transaction() as db:
        assert len(assignments.loads(db, UNIT)) == 31
    assert broken_chains(store) == []


def test_phones_look_like_phones(store: Store) -> None:
    demo_growth.grow(store, UNIT, 20)
    for one in demo_growth.listed(store, UNIT, codes=False):
        assert is_valid_number(parse(one.phone or "", None))


def test_everybody_is_due_a_visit_at_some_time(store: Store, clock: StandingClock) -> None:
    with store.transaction() as db:
        sow(db, UNIT)
        found = Counter(_how_due(person, clock) for person in persons.of_unit(db, UNIT))
    assert found["overdue"] == 3
    assert found["today"] >= 2
    assert found["this week"] >= 4
    assert found["later"] >= 15


def _how_due(person: persons.Person, clock: StandingClock) -> str:
    today = clock.now().date()
    assert person.next_visit_on is not None
    if person.next_visit_on < today:
        return "overdue"
    if person.next_visit_on == today:
        return "today"
    return "this week" if person.next_visit_on < today + timedelta(days=7) else "later"


def test_the_list_of_residents_is_sound() -> None:
    for resident in RESIDENTS:
        assert resident.last < resident.home
        assert resident.guardian is None or resident.guardian < len(GUARDIANS)


def test_the_quarter_of_the_demo_has_papers_in_every_state_and_none_of_tomorrow(
    store: Store, clock: StandingClock
) -> None:
    """On the first morning of a quarter, too."""
    clock.move_to(datetime(2026, 10, 1, 8, 0, tzinfo=VIETNAM))
    with store.transaction() as db:
        sow(db, UNIT)
        write_quarter(db, UNIT)
        write_quarter(db, UNIT)
        counts = quarter_reports.counts(db, UNIT, "2026-3")
        people = persons.of_unit(db, UNIT)
        reports = [report for person in people for report in quarter_reports.of_person(db, person.id)]
        letters = person_groups.in_quarter(db, [report.person_id for report in reports], "2026-3")
        moments = [moment for report in reports for moment in (report.sent_at, report.decided_at) if moment]
    assert all(counts[state] for state in STATES), counts
    assert len({report.person_id for report in reports}) == len(reports)
    assert len(letters) > 5
    assert max(moments) <= clock.now()
