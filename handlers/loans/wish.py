"""A person asks to be put on the commune's loan list: what for, how much, who signs, and who may read of it."""

from handlers.kit import Answers, Choice, Form, Said, Text, YesNo
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.loans.loan_check import PERSON, POLICE
from handlers.loans.questions import LoanAmount, Months, Purpose
from handlers.notify import loan_turns, officers
from handlers.people import offices, record
from handlers.people.agreement import GIVEN, Agreement, settled
from rules.loans import PURPOSES, SIGNERS, list_by
from storage import consents, loan_cases
from storage.loan_cases import LoanCase

LONGEST_PLAN = 600
LONGEST_COURSE = 60
NOT_KEPT = ("agree", "shared")


def for_training(answers: Answers) -> bool:
    return bool(answers["purpose"] == "training")


def most_for(answers: Answers, scope: Scope) -> int:
    """Gives the most that one person borrows, in đồng (QĐ 22/2023/QĐ-TTg art. 6): of a course by its months."""
    table = scope.deployment.loans_on(scope.today)
    if answers.get("purpose") != "training":
        return table.business_most
    return table.training_month_most * int(answers.get("course_months") or 1)


def not_now(scope: Scope) -> Said | None:
    """Says why no wish can be noted now: no record, or one is on its way; None where one can."""
    if (unknown := record.missing(scope)) is not None:
        return unknown
    case = open_case(scope)
    if case is None or case.state == "to_mend":
        return None
    mine = scope.button("loan.see", "do:loan_mine", typed=scope.text("loan.typed.mine"))
    return Said("loan_wish.one_already", {"number": case.code}, (mine, scope.menu_button()))


def open_case(scope: Scope) -> LoanCase | None:
    """Finds the sender's own open case."""
    person = record.person_of(scope)
    return loan_cases.open_of(scope.db, person.id) if person else None


def ask(answers: Answers, scope: Scope) -> Said:
    """Opens the case, or puts right the one that waits for it; without the consent nothing is kept, somebody calls."""
    if not settled(scope, "loans", answers["agree"]):
        return officers.call_instead(scope)
    kept = {name: value for name, value in answers.items() if name not in NOT_KEPT}
    case, shared = open_case(scope), answers["shared"] == "yes"
    if case is not None:
        return _mended(scope, case, kept, shared=shared)
    person = record.person_of(scope)
    assert person is not None
    case = loan_cases.open_case(
        scope.db,
        unit=person.unit,
        person_id=person.id,
        wish=kept,
        shared=shared,
        due_on=loan_turns.day_of(scope.db, scope.deployment, "to_list"),
        by=scope.account.id,
    )
    loan_turns.plan(scope.db, scope.deployment, case)
    return _noted(scope, case, "loan_wish.done")


def _mended(scope: Scope, case: LoanCase, kept: Answers, *, shared: bool) -> Said:
    loan_cases.mend(scope.db, case, kept)
    loan_cases.share(scope.db, case, shared)
    back = loan_turns.step(
        scope.db, scope.deployment, case, case.back_to or "to_list", by=scope.account.id, reason=None, back_to=None
    )
    return _noted(scope, back or case, "loan_wish.mended")


def _noted(scope: Scope, case: LoanCase, key: str) -> Said:
    loan_turns.tell_turn(scope.db, scope.deployment, case)
    sent_on = list_by(scope.today, scope.deployment.loans_on(scope.today))
    fields = {
        "number": case.code,
        "officer": offices.named(scope, offices.officer_for(scope, POLICE)),
        "by": scope.day(sent_on),
        "due": scope.day(case.due_on),
    }
    mine = scope.button("loan.see", "do:loan_mine", typed=scope.text("loan.typed.mine"))
    papers = scope.button("loan_check.button.papers", f"do:loan_papers:{case.wish['purpose']}")
    return Said(key, fields, (mine, papers, scope.menu_button()))


loan_wish = Form(
    "loan_wish",
    Purpose("purpose", PURPOSES, understood_as="purpose", in_a_word=True),
    Months("course_months", lambda _answers, _scope: LONGEST_COURSE, when=for_training),
    Text("plan", longest=LONGEST_PLAN),
    LoanAmount("amount", most_for),
    Choice("signer", SIGNERS, labels="loan_check.signer"),
    Agreement("agree", "loans"),
    YesNo("shared"),
    submit=ask,
    may=PERSON,
    ready=not_now,
    remarks="plan",
)


def begin(scope: Scope, argument: str) -> Reply:
    """Begins with what is known: the purpose that the button says, or the answers of the case that is to be mended."""
    case = open_case(scope)
    agreed = {"agree": GIVEN} if consents.agrees(scope.db, scope.account.id, "loans") else {}
    if case is not None and case.state == "to_mend":
        answers = {name: value for name, value in case.wish.items() if name != "plan"}
        return Start("loan_wish", {**answers, **agreed})
    return Start("loan_wish", {**({"purpose": argument} if argument in PURPOSES else {}), **agreed})


COMMANDS = (
    Command(
        "loan_wish",
        begin,
        may=PERSON,
        words=("/xinvay", "xin vay", "xin vay von", "dang ky vay", "dang ky vay von", "xin vao danh sach vay"),
    ),
)
