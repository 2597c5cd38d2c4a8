"""What whoever's turn it is does with a loan: takes it on, asks for what is missing, says no, decides, pays out."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from handlers.kit import Answers, Choice, Day, Form, Incoming, JsonValue, Option, Problem, Question, Said, Text
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.loans.desk import STAFF, show
from handlers.loans.questions import LoanAmount, Months
from handlers.notify import loan_turns
from handlers.people.targets import not_here
from rules.loan_cases import BY_CODE, REASONS, may_refuse
from rules.repayment import training_months
from storage import access_to_loans, loan_cases
from storage.loan_cases import LoanCase

PAUSES = ("1", "3", "6", "12")
HIGHEST_RATE = Decimal(30)
# a payment is planned for weeks to come, or was made a few days ago
LONGEST_AGO = timedelta(days=60)


def case_of_turn(scope: Scope, case_id: str) -> LoanCase | None:
    """Finds a case whose next step the sender may take; the look is written down."""
    case = loan_cases.get(scope.db, id_in(case_id))
    if access_to_loans.look(scope.db, scope.account, case) is None or case is None or case.ended_at is not None:
        return None
    return case if access_to_loans.may_act(scope.db, scope.account, case) else None


def taken(scope: Scope, case: LoanCase, state: str, **more: object) -> LoanCase | None:
    """Takes the step, tells the person and whoever is next; None where somebody was quicker."""
    moved = loan_turns.step(scope.db, scope.deployment, case, state, by=scope.account.id, **more)
    if moved is None:
        return None
    loan_turns.tell_person(scope.db, scope.deployment, moved)
    if moved.ended_at is None and moved.state != "to_mend":
        loan_turns.tell_turn(scope.db, scope.deployment, moved)
    return moved


def forward(scope: Scope, argument: str) -> Reply:
    """Takes the next step of `<case>.<state>`; where it has been taken already, shows how it stands."""
    case_id, _, state = argument.partition(".")
    case = case_of_turn(scope, case_id)
    if case is None:
        return not_here(scope)
    if case.state != state or state in ("to_decide", "to_pay_out", "repaying"):
        return show(scope, str(case.number))
    step = BY_CODE[state].then or case.back_to or "to_list"
    more: dict[str, object] = {}
    if state == "to_list":
        more["list_month"] = loan_turns.list_month_now(scope.db, scope.deployment)
    if state == "to_group" and access_to_loans.agency_of(scope.db, scope.account) == "group":
        more["group_id"] = scope.account.organisation_id
    if state == "to_mend":
        more = {"back_to": None, "reason": None}
    moved = taken(scope, case, step, **more)
    return done(scope, moved) if moved is not None else show(scope, str(case.number))


def done(scope: Scope, moved: LoanCase | None) -> Said:
    """Says what was done with it. Raises Problem where somebody was quicker."""
    if moved is None:
        raise Problem("no_longer_there", question="case")
    fields = {"number": moved.code, "step": scope.text(f"loan.step.{moved.state}"), "due": scope.day(moved.due_on)}
    see = scope.button(
        "loan.see", f"do:loan_case:{moved.number}", typed=scope.text("loan.typed.case", number=moved.code)
    )
    desk = scope.button("loan_desk.button", "do:loan_desk", typed=scope.text("loan_desk.typed"))
    return Said(
        "loan_case.done" if moved.ended_at is None else "loan_case.ended", fields, (see, desk, scope.menu_button())
    )


def waiting(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the cases whose next step the sender may take."""
    cases = access_to_loans.waiting_for(scope.db, scope.account)
    mine = access_to_loans.actionable(scope.db, scope.account, cases)
    return [Option(str(case.id), case_named(str(case.id), scope.author)) for case in mine]


def case_named(value: str, viewer: Viewer) -> str:
    case = loan_cases.get(viewer.db, id_in(value))
    if case is None or viewer.reader is None or not access_to_loans.readable(viewer.db, viewer.reader, [case]):
        return ""
    return viewer.text("loan_case.named", number=case.code, step=viewer.text(f"loan.step.{case.state}"))


def nothing_waits(scope: Scope) -> Said | None:
    return None if waiting({}, scope) else Said("loan_desk.none", {"count": 0}, (scope.menu_button(),))


def _case_of_turn(scope: Scope, answers: Answers, *states: str) -> LoanCase:
    case = case_of_turn(scope, answers["case"])
    if case is None or (states and case.state not in states):
        raise Problem("no_longer_there", question="case")
    return case


def answer(answers: Answers, scope: Scope) -> Said:
    """Sends it back to be mended, or says no: the person reads the reason, and what they may do then."""
    case = _case_of_turn(scope, answers)
    if not may_refuse(case.state):
        raise Problem("no_longer_there", question="case")
    why = {"reason": answers["reason"], "why": answers.get("why")}
    back = {"back_to": case.state} if answers["answer"] == "mend" else {}
    return done(scope, taken(scope, case, "to_mend" if back else "refused", **why, **back))


def terms(answers: Answers, scope: Scope) -> Said:
    """Writes down what the bank has decided."""
    case = _case_of_turn(scope, answers, "to_decide")
    decided = {
        "amount": answers["amount"],
        "months": int(answers["months"]),
        "every": int(answers["every"]),
        "rate": answers.get("rate"),
    }
    return done(scope, taken(scope, case, "to_pay_out", terms=decided))


def payout(answers: Answers, scope: Scope) -> Said:
    case = _case_of_turn(scope, answers, "to_pay_out")
    return done(scope, taken(scope, case, "to_visit", paid_out_on=date.fromisoformat(answers["paid_out_on"])))


def payout_problem(day: date, today: date) -> str | None:
    if day > today:
        return "in_future"
    return "too_long_ago" if today - day > LONGEST_AGO else None


class Rate(Question):
    """The yearly rate of the contract in per cent, kept as text: «6,6», «6.6%»."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        typed = message.text.strip().rstrip("% ").replace(",", ".")
        if not self.accepts(typed):
            raise Problem("not_a_rate")
        return typed

    def accepts(self, stored: JsonValue) -> bool:
        try:
            return isinstance(stored, str) and 0 <= Decimal(stored) <= HIGHEST_RATE
        except InvalidOperation:
            return False

    def show(self, stored: JsonValue, answers: Answers, viewer: Viewer) -> str:
        return viewer.text("loan.rate", rate=stored.replace(".", ","))


def _course_months(answers: Answers, scope: Scope) -> int:
    """Gives how long the course takes that is to be paid for; 0 where the loan is for something else."""
    case = loan_cases.get(scope.db, id_in(answers.get("case") or ""))
    wish = case.wish if case else {}
    return int(wish.get("course_months") or 0) if wish.get("purpose") == "training" else 0


def _most(answers: Answers, scope: Scope) -> int:
    table, course = scope.deployment.loans_on(scope.today), _course_months(answers, scope)
    return table.training_month_most * course if course else table.business_most


def _longest(answers: Answers, scope: Scope) -> int:
    """Gives the most months to pay back: for a course by its length (QĐ 22/2023/QĐ-TTg art. 8)."""
    course = _course_months(answers, scope)
    return training_months(course) if course else scope.deployment.loans_on(scope.today).business_months


loan_answer = Form(
    "loan_answer",
    Choice("case", waiting, named=case_named),
    Choice("answer", ("mend", "refused")),
    Choice("reason", REASONS, labels="loan.reason"),
    Text("why", longest=400, optional=True),
    submit=answer,
    may=STAFF,
    ready=nothing_waits,
)
loan_terms = Form(
    "loan_terms",
    Choice("case", waiting, named=case_named),
    LoanAmount("amount", _most),
    Months("months", _longest),
    Choice("every", PAUSES),
    Rate("rate", optional=True),
    submit=terms,
    may=STAFF,
    ready=nothing_waits,
)
loan_payout = Form(
    "loan_payout",
    Choice("case", waiting, named=case_named),
    Day("paid_out_on", problem=payout_problem, offers=(0, -1)),
    submit=payout,
    may=STAFF,
    ready=nothing_waits,
)
COMMANDS = (Command("loan_forward", forward, may=STAFF),)
