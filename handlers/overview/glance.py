"""The commune at a glance: how many are in care, visited, due, waiting."""

from handlers.kit import Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people.offices import duty_button
from handlers.understand.quarters import quarter_in
from rules.deadlines import Quarter
from rules.visits import met
from storage import accounts, alerts, needs, newcomers, relays, visits, visits_due
from storage.outbox import call_list

OFFICER = ("officer",)


def numbers(scope: Scope) -> dict[str, int]:
    """Counts what the commune looks like today, by the keys of the texts."""
    db, unit, today = scope.db, scope.unit, scope.today
    counts = visits_due.counts(db, unit, today)
    this_month = visits.between(db, unit, today.replace(day=1), today)
    return {
        "managed": counts.managed,
        "alone": counts.without_guardian,
        "guardians": len(accounts.with_role(db, unit, "guardian")),
        "met": len({visit.person_id for visit in this_month if met(visit.outcome)}),
        "due": counts.due_soon,
        "overdue": counts.overdue,
        "alerts": len(alerts.open_of(db, unit)),
        "needs": needs.how_many(db, unit),
        "messages": len({relay.person_account for relay in relays.waiting(db, unit)}),
        "newcomers": newcomers.how_many(db, unit),
        "calls": call_list.how_many(db, unit),
    }


def glance(scope: Scope, argument: str) -> Reply:
    """Shows today; of a quarter, if a sentence names one, how many were visited in it."""
    if quarter := quarter_in(argument, scope.today):
        return in_quarter(scope, quarter)
    counts = numbers(scope)
    scope.audit("unit.glance")
    leads = {
        "alerts": "do:alerts",
        "overdue": "do:overdue",
        "messages": "do:waiting_messages",
        "needs": "do:needs",
        "newcomers": "do:newcomers",
        "calls": "do:calls",
    }
    buttons = [
        scope.button(f"glance.button.{key}", press, count=counts[key]) for key, press in leads.items() if counts[key]
    ]
    everybody = scope.button("people_list.button", "do:commune_people")
    return Said("glance.numbers", dict(counts), (*buttons, everybody, duty_button(scope), scope.menu_button()))


def in_quarter(scope: Scope, quarter: Quarter) -> Said:
    reports = visits.between(scope.db, scope.unit, quarter.first, min(quarter.last, scope.today))
    scope.audit("unit.glance", detail=f"quarter {quarter.number} of {quarter.year}")
    fields = {
        "quarter": quarter.number,
        "year": quarter.year,
        "met": len({visit.person_id for visit in reports if met(visit.outcome)}),
        "visits": len(reports),
        "managed": visits_due.counts(scope.db, scope.unit, scope.today).managed,
    }
    today = scope.button("officer.menu.glance", "do:glance")
    return Said("glance.quarter", fields, (today, scope.menu_button()))


WORDS = ("/glance", "/toanxa", "toan xa", "at a glance")
COMMANDS = (Command("glance", glance, may=OFFICER, words=WORDS, takes_words=True),)
