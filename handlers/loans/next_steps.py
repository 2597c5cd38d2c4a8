"""After the pre-check: the officer calls, the papers needed, what is paid back each month, the other source."""

from handlers.kit import Answers, Button, Form, Outgoing, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.loans.loan_check import PERSON, POLICE, standing
from handlers.loans.questions import Purpose
from handlers.notify import notices, officers
from handlers.notify.need_telling import raise_need
from handlers.people import offices, record
from handlers.people.agreement import GIVEN, Agreement, settled
from rules.loans import PURPOSES, instalment, list_by
from storage.outbox import call_list
from storage.persons import Person

SPANS = (36, 60, 120)


def ask_to_call(answers: Answers, scope: Scope) -> Said:
    """Tells the officer, with the consent, that it is about a loan; without it, only that somebody asks for a call."""
    person = record.person_of(scope)
    assert person is not None
    if not settled(scope, "loans", answers["agree"]):
        return officers.call_instead(scope)
    raise_need(scope.db, scope.deployment, person.id, "loan", by=scope.account.id)
    call_list.put(scope.db, unit=scope.account.unit, account_id=scope.account.id, reason="loan")
    scope.audit("loan.call_asked", person.id, answers["purpose"])
    officer = offices.officer_for(scope, POLICE)
    telling = _telling(scope, person, answers["purpose"])
    reached = officers.tell(scope, "loan", telling, first=officer, subject_id=person.id)
    day = scope.day(list_by(scope.today, scope.deployment.loans_on(scope.today)))
    name = offices.named_all(scope, reached) if reached else offices.named(scope, officer)
    papers = scope.button("loan_check.button.papers", f"do:loan_papers:{answers['purpose']}")
    return Said("loan_call.done", {"officer": name, "by": day}, (papers, scope.menu_button()))


def _telling(scope: Scope, person: Person, purpose: str) -> notices.Telling:
    by = list_by(scope.today, scope.deployment.loans_on(scope.today))

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        what = wording.text(f"loan_call.purpose.{purpose}")
        day = wording.day(by, scope.today)
        calls = Button(
            wording.text("notice.officer_digest.button.calls"),
            "do:calls",
            "command",
            wording.text("notice.officer_digest.typed.calls"),
        )
        return Outgoing(wording.text("notice.loan", who=who, Who=capital(who), what=what, by=day), (calls,))

    return telling


loan_call = Form(
    "loan_call",
    Purpose("purpose", PURPOSES, understood_as="purpose"),
    Agreement("agree", "loans"),
    submit=ask_to_call,
    may=PERSON,
    review=False,
    ready=record.missing,
)


def begin_call(_scope: Scope, argument: str) -> Reply:
    return Start("loan_call", {"agree": GIVEN, **({"purpose": argument} if argument in PURPOSES else {})})


def papers(scope: Scope, argument: str) -> Reply:
    """Lists the papers that the decision itself names; forms and habits of the bank are the officer's to say."""
    table = scope.deployment.loans_on(scope.today)
    officer = offices.named(scope, offices.officer_for(scope, POLICE))
    return Said("loan_check.papers", {"officer": officer, "standing": standing(scope, table)}, _on(scope, argument))


def parts(scope: Scope, argument: str) -> Reply:
    """Splits what is borrowed into equal parts; interest only once the bank has confirmed the rate."""
    table = scope.deployment.loans_on(scope.today)
    asked, _, purpose = argument.partition(".")
    amount_asked = int(asked) if asked.isdecimal() and len(asked) < 12 else 0
    amount = min(amount_asked or table.business_most, table.business_most)
    lines = []
    interest = None
    for months in (span for span in SPANS if span <= table.business_months):
        part = instalment(amount, months, table)
        interest = part.first_interest
        lines.append(scope.text("loan_check.part", months=months, amount=scope.money(_rounded(part.principal))))
    key = "loan_check.parts" if interest is None else "loan_check.parts_with_interest"
    fields = {
        "amount": scope.money(amount),
        "lines": "\n".join(lines),
        "interest": scope.money(_rounded(interest or 0)),
        "officer": offices.named(scope, offices.officer_for(scope, POLICE)),
        "standing": standing(scope, table),
    }
    return Said(key, fields, _on(scope, purpose))


def _rounded(dong: int) -> int:
    """Rounds to a thousand, as it is said with «khoảng»."""
    return round(dong, -3)


def other_funds(scope: Scope, argument: str) -> Reply:
    table = scope.deployment.loans_on(scope.today)
    if not table.other_most:
        return Said("loan_check.other.none", buttons=_on(scope, argument))
    checked = table.checked_on or scope.today
    fields = {
        "amount": scope.money(table.other_most),
        "months": table.other_months,
        "officer": offices.named(scope, offices.officer_for(scope, POLICE)),
        "day": checked.day,
        "month": checked.month,
        "year": checked.year,
    }
    return Said("loan_check.other", fields, _on(scope, argument))


def _on(scope: Scope, purpose: str) -> tuple[Button, ...]:
    officer = offices.officer_for(scope, POLICE)
    name = scope.wording.called(officer) if officer else scope.text("person.officer")
    return (
        scope.button("loan_check.button.call", f"do:loan_call:{purpose}", officer=name),
        scope.menu_button(),
    )


COMMANDS = (
    Command("loan_call", begin_call, may=PERSON),
    Command("loan_papers", papers, may=PERSON),
    Command("loan_parts", parts, may=PERSON),
    Command("loan_other", other_funds, may=PERSON),
)
