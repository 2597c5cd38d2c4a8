"""The plain facts of an account and of the record behind it: who, where, since when, with whom."""

from handlers.my_data.subject import Subject
from handlers.reports.quarter import period_named
from rules import retention
from rules.local_time import local_day
from storage import (
    absences,
    accounts,
    appointments,
    assignments,
    family,
    goals,
    intakes,
    person_details,
    phones,
    quarter_reports,
    roll_calls,
    tasks,
    threads,
    visits,
)
from storage.persons import Person

# as long as roll-calls are kept
MOST_MONTHS = 60


def of(subject: Subject) -> list[str]:
    """Lists what is known of somebody at a glance."""
    lines = _own(subject) + (_of_person(subject, subject.person) if subject.person else []) + _of_guardian(subject)
    return [*lines, subject.text("me.messages", days=retention.DAYS["inbox"])]


def _own(subject: Subject) -> list[str]:
    account = subject.account
    lines = [subject.text("me.name", name=account.name)]
    if account.born:
        lines.append(subject.text("me.born", year=account.born))
    phone = phones.of_account(subject.db, account)
    if phone:
        lines.append(subject.text("me.phone", last=phones.ending(phone)))
    return lines


def _of_person(subject: Subject, person: Person) -> list[str]:
    lines = [
        subject.text("me.hamlet", hamlet=person.hamlet),
        subject.text("me.came_home", day=subject.viewer.day(person.came_home_on)),
    ]
    lines += _beside(subject, person)
    guardian = accounts.get(subject.db, assignments.guardian_of(subject.db, person.id))
    if guardian:
        lines.append(subject.text("me.guardian", who=subject.wording.called(guardian)))
    helpers = accounts.several(subject.db, {helper.account_id for helper in family.of_person(subject.db, person.id)})
    if helpers:
        names = ", ".join(subject.wording.called(account) for account in helpers.values())
        lines.append(subject.text("me.family", who=names))
    last = visits.latest(subject.db, person.id, 1)
    if last:
        lines.append(subject.text("me.visits", day=subject.viewer.day(last[0].visited_on)))
    lines += [
        subject.text(
            "me.quarter_report",
            quarter=period_named(subject.text, report.quarter),
            day=subject.viewer.day(local_day(report.sent_at)),
        )
        for report in quarter_reports.of_person(subject.db, person.id, 1)
        if report.sent_at is not None
    ]
    if told := intakes.latest(subject.db, person.id):
        lines.append(subject.text("me.intake", day=subject.viewer.day(local_day(told.at))))
    if own_goals := goals.of_person(subject.db, person.id, only_open=False):
        lines.append(subject.text("me.plan", count=len(own_goals)))
    return lines + _of_presence(subject, person) + _talked_of(subject, person)


def _beside(subject: Subject, person: Person) -> list[str]:
    """Tells what lists have said beyond the record; of the identity card, as of a phone, its last figures."""
    details = person_details.get(subject.db, person.id)
    told = {
        "born_on": subject.wording.date_on_paper(details.born_on) if details.born_on else "",
        "ends_on": subject.wording.date_on_paper(details.ends_on) if details.ends_on else "",
        "id_number": (details.id_number or "")[-3:],
        "note": details.note or "",
    }
    return [subject.text(f"me.{name}", said=said) for name, said in told.items() if said]


def _of_presence(subject: Subject, person: Person) -> list[str]:
    """Says what is kept of roll-calls, of absences and of appointments that are open, where there is any."""
    counts = {
        "roll_calls": len(roll_calls.latest(subject.db, person.id, MOST_MONTHS)),
        "absences": len(absences.of_person(subject.db, person.id)),
        "appointments": len(appointments.open_of(subject.db, person.id)),
    }
    return [subject.text(f"me.{what}", count=count) for what, count in counts.items() if count]


def _talked_of(subject: Subject, person: Person) -> list[str]:
    """Says that guardian and officers talk about the person, and that there are tasks: how many, and for how long."""
    talks = len(threads.of_person(subject.db, person.id))
    open_tasks = sum(task.done_at is None for task in tasks.of_person(subject.db, person.id))
    lines = [subject.text("me.threads", count=talks, days=retention.DAYS["threads"])] if talks else []
    return [*lines, subject.text("me.tasks", count=open_tasks)] if open_tasks else lines


def _of_guardian(subject: Subject) -> list[str]:
    if "guardian" not in subject.account.roles:
        return []
    return [subject.text("me.in_care", count=len(assignments.in_care_of(subject.db, subject.account.id)))]
