"""What is kept about me: the facts, who has looked, and how to have something put right."""

from datetime import timedelta
from functools import partial

from handlers.kit import Answers, Button, Form, Note, Said
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import officers, pass_on
from handlers.people import attachments
from handlers.people.offices import with_office
from rules import deadlines, retention
from rules.local_time import local_day
from storage import (
    absences,
    accounts,
    appointments,
    assignments,
    family,
    goals,
    intakes,
    looks,
    person_details,
    persons,
    phones,
    quarter_reports,
    relays,
    roll_calls,
    tasks,
    threads,
    visits,
)
from storage.outbox import call_list
from storage.persons import Person

LOOKED_BACK = timedelta(days=90)
MOST_NAMED = 6
# as long as roll-calls are kept
MOST_MONTHS = 60
FIRST_ANSWER_DAYS = 2  # working days, the law's own limit for a first answer to such a request


def show(scope: Scope, _argument: str) -> Said:
    account = scope.account
    person = persons.by_account(scope.db, account.id) if "person" in account.roles else None
    lines = _facts(scope) + (_of_person(scope, person) if person else []) + _of_guardian(scope)
    lines.append(scope.text("me.messages", days=retention.DAYS["inbox"]))
    scope.audit("account.shown_own", account.id)
    return Said("me.kept", {"lines": "\n".join(lines)}, _buttons(scope, person))


def who_looked(scope: Scope, _argument: str) -> Said:
    """Lists who opened the record in the last months, by name and agency, and how often."""
    person = persons.by_account(scope.db, scope.account.id)
    times_by_account = looks.at_person(scope.db, person.id, scope.now - LOOKED_BACK) if person else {}
    times_by_account.pop(scope.account.id, None)
    if not times_by_account:
        return Said("me.nobody_looked", buttons=(scope.menu_button(),))
    known_accounts = accounts.several(scope.db, times_by_account)
    named = [
        scope.text("me.looked_line", who=with_office(scope.db, scope.wording, known_accounts[account_id]), times=times)
        for account_id, times in list(times_by_account.items())[:MOST_NAMED]
        if account_id in known_accounts
    ]
    return Said("me.looked", {"lines": "\n".join(named)}, (scope.menu_button(),))


def _facts(scope: Scope) -> list[str]:
    account = scope.account
    lines = [scope.text("me.name", name=account.name)]
    if account.born:
        lines.append(scope.text("me.born", year=account.born))
    phone = phones.of_account(scope.db, account)
    if phone:
        lines.append(scope.text("me.phone", last=phones.ending(phone)))
    return lines


def _of_person(scope: Scope, person: Person) -> list[str]:
    lines = [
        scope.text("me.hamlet", hamlet=person.hamlet),
        scope.text("me.came_home", day=scope.day(person.came_home_on)),
    ]
    lines += _beside(scope, person)
    guardian = accounts.get(scope.db, assignments.guardian_of(scope.db, person.id))
    if guardian:
        lines.append(scope.text("me.guardian", who=scope.wording.called(guardian)))
    helpers = accounts.several(scope.db, {helper.account_id for helper in family.of_person(scope.db, person.id)})
    if helpers:
        names = ", ".join(scope.wording.called(account) for account in helpers.values())
        lines.append(scope.text("me.family", who=names))
    last = visits.latest(scope.db, person.id, 1)
    if last:
        lines.append(scope.text("me.visits", day=scope.day(last[0].visited_on)))
    lines += [
        scope.text("me.quarter_report", quarter=report.quarter, day=scope.day(local_day(report.sent_at)))
        for report in quarter_reports.of_person(scope.db, person.id, 1)
        if report.sent_at is not None
    ]
    if told := intakes.latest(scope.db, person.id):
        lines.append(scope.text("me.intake", day=scope.day(local_day(told.at))))
    if own_goals := goals.of_person(scope.db, person.id, only_open=False):
        lines.append(scope.text("me.plan", count=len(own_goals)))
    return lines + _of_presence(scope, person) + _talked_of(scope, person)


def _beside(scope: Scope, person: Person) -> list[str]:
    """Tells what lists have said beyond the record; of the identity card, as of a phone, its last figures."""
    details = person_details.get(scope.db, person.id)
    told = {
        "born_on": scope.wording.date_on_paper(details.born_on) if details.born_on else "",
        "ends_on": scope.wording.date_on_paper(details.ends_on) if details.ends_on else "",
        "id_number": (details.id_number or "")[-3:],
        "note": details.note or "",
    }
    return [scope.text(f"me.{name}", said=said) for name, said in told.items() if said]


def _of_presence(scope: Scope, person: Person) -> list[str]:
    """Says what is kept of roll-calls, of absences and of appointments that are open, where there is any."""
    counts = {
        "roll_calls": len(roll_calls.latest(scope.db, person.id, MOST_MONTHS)),
        "absences": len(absences.of_person(scope.db, person.id)),
        "appointments": len(appointments.open_of(scope.db, person.id)),
    }
    return [scope.text(f"me.{what}", count=count) for what, count in counts.items() if count]


def _talked_of(scope: Scope, person: Person) -> list[str]:
    """Says that guardian and officers talk about the person, and that there are tasks: how many, and for how long."""
    talks = len(threads.of_person(scope.db, person.id))
    open_tasks = sum(task.done_at is None for task in tasks.of_person(scope.db, person.id))
    lines = [scope.text("me.threads", count=talks, days=retention.DAYS["threads"])] if talks else []
    return [*lines, scope.text("me.tasks", count=open_tasks)] if open_tasks else lines


def _of_guardian(scope: Scope) -> list[str]:
    if "guardian" not in scope.account.roles:
        return []
    return [scope.text("me.in_care", count=len(assignments.in_care_of(scope.db, scope.account.id)))]


def _buttons(scope: Scope, person: Person | None) -> tuple[Button, ...]:
    looked = (scope.button("more.looked", "do:looked"), *_told_by_them(scope, person)) if person else ()
    return (
        scope.button("more.consents", "do:consents"),
        *looked,
        scope.button("more.correct", "go:correct_me"),
        scope.button("more.stop", "do:stop"),
        scope.menu_button(),
    )


def _told_by_them(scope: Scope, person: Person) -> tuple[Button, ...]:
    """Gives the ways to what the person has told of themself and agreed to, where there is any."""
    ways = []
    if intakes.latest(scope.db, person.id):
        ways.append(scope.button("more.intake", "do:intake_own"))
    if goals.of_person(scope.db, person.id):
        ways.append(scope.button("more.plan", "do:plan"))
    return tuple(ways)


def ask_to_correct(answers: Answers, scope: Scope) -> Said:
    """Goes to the officers as a message that waits for an answer, and says by when the first one is due."""
    account = scope.account
    wrong = answers["wrong"]
    if pass_on.carries_code(wrong):
        return Said("talk_to_officer.code", buttons=(scope.menu_button(),))
    spoken = attachments.words_in(wrong) or scope.text(f"dialogue.sent.{wrong['kind']}")
    asked_in = account.id
    if "person" in account.roles:
        asked_in = relays.ask(
            scope.db,
            unit=account.unit,
            person_account=account.id,
            text=scope.text("correct_me.passed_on", wrong=spoken),
            attachment_id=attachments.id_of(wrong),
        )
        if person := persons.by_account(scope.db, account.id):
            attachments.file_under(scope, wrong, "relay", person)
    else:
        call_list.put(scope.db, unit=account.unit, account_id=account.id, reason="correction")
    scope.audit("account.correction_asked", account.id)
    officers.tell_of_sender(scope, "correction", buttons=partial(_ways_on, scope, asked_in))
    day = deadlines.add_working_days(scope.today, FIRST_ANSWER_DAYS, scope.deployment.free_days)
    return Said("correct_me.done", {"day": scope.day(day)}, (scope.menu_button(),))


def _ways_on(scope: Scope, asked_in: int, wording: Wording) -> tuple[Button, ...]:
    """Gives the officer's buttons: what was written and the record, where there are such; the call; that it is done.

    `asked_in` is the message that asks for it, or the account that is to be called.
    """
    account = scope.account
    person = persons.by_account(scope.db, account.id) if "person" in account.roles else None

    def way(name: str, press: str, number: int = 0) -> Button:
        typed = wording.text(f"officer.typed.{name}", number=str(number)[-4:])
        return Button(wording.text(f"officer.button.{name}"), press, "command", typed)

    done = way("corrected", f"do:corrected:{asked_in}", asked_in)
    if person is None:
        calls = wording.text("notice.officer_digest.typed.calls")
        return Button(wording.text("officer.button.call"), "do:calls", "command", calls), done
    read = Button(
        wording.text("notice.relay.read"),
        f"do:relay_read:{account.id}",
        "command",
        wording.text("notice.relay.read_typed"),
    )
    card = way("card", f"do:person_card:{person.id}", person.id)
    return read, card, way("call", f"do:person_phone:{person.id}", person.id), done


correct_me = Form("correct_me", Note("wrong", optional=False, verbatim=True), submit=ask_to_correct, review=False)
