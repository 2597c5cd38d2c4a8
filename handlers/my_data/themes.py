"""All that is kept about somebody, theme by theme, in plain words; what duty keeps back is said, with the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handlers.kit import Form
from handlers.my_data import facts
from handlers.my_data.subject import Subject
from handlers.people.history import written
from handlers.people.records import form_of, intake_lines, visit_entry
from rules.local_time import local_day
from storage import (
    absences,
    alerts,
    appointments,
    chats,
    checkin_questions,
    checkins,
    complaints,
    consents,
    data_requests,
    fairs,
    goals,
    hiring,
    job_searches,
    loan_cases,
    needs,
    offers,
    quarter_reports,
    relays,
    roll_calls,
    tasks,
    threads,
    visits,
    work_profiles,
)
from storage.persons import Person
from storage.visits import Visit

# nobody has more; what is older than its retention is gone
MOST = 1000


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme and its entries, each in a few lines. `held_back`: the key of what is not shown, and why; or empty."""

    id: str
    entries: list[str]
    held_back: str = ""


def of(subject: Subject) -> list[Theme]:
    """Lists the themes in which anything is kept."""
    themes = [
        Theme("facts", [line.removeprefix("– ") for line in facts.of(subject)]),
        *(_of_person(subject, subject.person) if subject.person else []),
    ]
    themes += [Theme("reports", _as_guardian(subject)), Theme("account", _account(subject))]
    return [theme for theme in themes if theme.entries]


def _of_person(subject: Subject, person: Person) -> list[Theme]:
    shown: dict[str, Callable[[Subject, Person], list[str]]] = {
        "visits": _visits,
        "checkins": _checkins,
        "intake": _intake,
        "plan": _plan,
        "presence": _presence,
        "words": _words,
        "help": _help,
        "office": _office,
    }
    held_back = {"visits": "kept.held_back.visits", "office": "kept.held_back.office"}
    return [Theme(name, read(subject, person), held_back.get(name, "")) for name, read in shown.items()]


def _visits(subject: Subject, person: Person) -> list[str]:
    report = form_of(subject.deployment, "visit_report")
    return [_visit(subject, report, visit) for visit in visits.latest(subject.db, person.id, MOST)]


def _visit(subject: Subject, report: Form, visit: Visit) -> str:
    viewer, said = subject.viewer, visit.said()
    lines = written([visit_entry(report, visit, viewer)], subject.wording)
    lines += [f"{line.label}: {line.value}" for line in report.shown(said, viewer, "whole")]
    hidden = sum(bool(said.get(asked.id)) and not viewer.may_see(asked.seen_by) for asked in report.questions)
    return "\n  ".join([*lines, subject.text("kept.hidden", count=hidden)] if hidden else lines)


def _checkins(subject: Subject, person: Person) -> list[str]:
    form, viewer = form_of(subject.deployment, "checkin"), subject.viewer
    chosen = [
        subject.text(
            "kept.checkin_question", what=subject.text(f"checkin.{each.question}.label"), day=_day(subject, each.at)
        )
        for each in checkin_questions.of_person(subject.db, person.id)
    ]
    chosen += [
        subject.text("kept.checkin_question_out", what=subject.text(f"checkin.{each.question}.label"))
        for each in checkin_questions.taken_out(subject.db, person.id)
    ]
    return [
        *chosen,
        *(
            "\n  ".join(
                [
                    f"{_day(subject, checkin.at)}: {form.in_short(checkin.answers, viewer)}",
                    *(
                        f"{line.label}: {line.value}"
                        for detail in ("listed", "whole")
                        for line in form.shown(checkin.answers, viewer, detail)
                    ),
                ]
            )
            for checkin in checkins.latest(subject.db, person.id, MOST)
        ),
    ]


def _intake(subject: Subject, person: Person) -> list[str]:
    return intake_lines(form_of(subject.deployment, "intake"), person, subject.viewer)


def _plan(subject: Subject, person: Person) -> list[str]:
    return [
        subject.text("kept.goal", what=goal.what, day=subject.viewer.day(goal.due_on))
        for goal in goals.of_person(subject.db, person.id, only_open=False)
    ]


def _presence(subject: Subject, person: Person) -> list[str]:
    viewer = subject.viewer
    calls = [
        subject.text("kept.roll_call", month=call.month, state=subject.text(f"roll_call.state.{call.state}"))
        for call in roll_calls.latest(subject.db, person.id, MOST)
    ]
    leaves = [
        subject.text(
            "absence.line",
            number=leave.code,
            where=leave.told["where"],
            first=viewer.day(leave.from_on),
            last=viewer.day(leave.until_on),
            state=subject.text(f"absence.state.{leave.state}"),
        )
        for leave in absences.of_person(subject.db, person.id)
    ]
    open_now = len(appointments.open_of(subject.db, person.id))
    return [*calls, *leaves, *([subject.text("kept.appointments", count=open_now)] if open_now else [])]


def _words(subject: Subject, _person: Person) -> list[str]:
    return [
        subject.text(
            f"kept.word.{'own' if relay.from_person else 'office'}", day=_day(subject, relay.at), text=relay.text
        )
        for relay in reversed(relays.thread(subject.db, subject.account.id, MOST))
    ]


def _help(subject: Subject, person: Person) -> list[str]:
    wanted = [
        subject.text(
            "kept.need", need=subject.text(f"visit_report.needs.{need.kind}"), day=_day(subject, need.opened_at)
        )
        for need in needs.of_person(subject.db, person.id, only_open=False)
    ]
    looked_for = [
        subject.text("kept.interest", title=offer.title, day=_day(subject, interest.at))
        for interest in hiring.interests_of(subject.db, person.id)
        if (offer := offers.get(subject.db, interest.offer_id))
    ]
    return [*wanted, *looked_for, *_cv(subject, person), *_work_and_loans(subject, person)]


def _cv(subject: Subject, person: Person) -> list[str]:
    profile = work_profiles.get(subject.db, person.id)
    told = form_of(subject.deployment, "cv").shown(profile.answers, subject.viewer) if profile else []
    lines = " · ".join(f"{line.label}: {line.value}" for line in told)
    return [subject.text("kept.cv", lines=lines)] if told else []


def _work_and_loans(subject: Subject, person: Person) -> list[str]:
    search = job_searches.of_person(subject.db, person.id)
    noted = len(search.wanted) + len(search.unsuited)
    comes_to = [
        subject.text("kept.fair", title=fair.title, day=_day(subject, fair.starts_at))
        for fair in fairs.of_person(subject.db, person.id)
    ]
    borrowed = [
        subject.text("kept.loan", number=case.code, day=_day(subject, case.asked_at))
        for case in loan_cases.of_person(subject.db, person.id)
    ]
    return [*([subject.text("kept.job_search", count=noted)] if noted else []), *comes_to, *borrowed]


def _office(subject: Subject, person: Person) -> list[str]:
    """Counts what the office keeps for its duty: what stands in it may name others, and is for those who decide."""
    counts = {
        "alerts": len(alerts.of_person(subject.db, person.id)),
        "threads": len(threads.of_person(subject.db, person.id, MOST)),
        "tasks": len(tasks.of_person(subject.db, person.id, MOST)),
        "quarter_reports": len(quarter_reports.of_person(subject.db, person.id, MOST)),
    }
    return [subject.text(f"kept.office.{what}", count=count) for what, count in counts.items() if count]


def _as_guardian(subject: Subject) -> list[str]:
    """Counts what a guardian has told: it is about others, whose it is to read."""
    if "guardian" not in subject.account.roles:
        return []
    reported = visits.how_many_of_guardian(subject.db, subject.account.id)
    return [subject.text("kept.reported", count=reported)] if reported else []


def _account(subject: Subject) -> list[str]:
    db, account = subject.db, subject.account
    ways = [
        subject.text("kept.chat", way=subject.text(f"channel.{chat.channel}"), day=_day(subject, chat.last_in_at))
        for chat in chats.of_account(db, account.id)
        if chat.last_in_at is not None
    ]
    agreed = [
        subject.text(
            f"kept.consent.{'given' if consent.given else 'withdrawn'}",
            purpose=subject.text(f"purpose.{consent.purpose}"),
            day=_day(subject, consent.at),
        )
        for consent in consents.history(db, account.id)
    ]
    asked = [
        subject.text("kept.request", number=request.code, day=_day(subject, request.asked_at))
        for request in data_requests.of_sender(db, account.id)
    ]
    complained = [
        subject.text("kept.complaint", number=complaint.code, day=_day(subject, complaint.sent_at))
        for complaint in complaints.of_sender(db, account.id)
    ]
    return [*ways, *agreed, *asked, *complained]


def _day(subject: Subject, moment: datetime) -> str:
    return subject.viewer.day(local_day(moment))
