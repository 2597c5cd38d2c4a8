"""The loans of the commune for whoever works on them: officers, savings groups and the bank; the late first."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, number_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.loans import shown
from handlers.people import naming
from handlers.people.targets import not_here
from rules.loan_cases import may_refuse
from storage import access, access_to_loans, accounts, loan_cases, persons
from storage.loan_cases import LoanCase
from storage.persons import Person

STAFF = ("officer", "partner")


def is_of_lender(scope: Scope) -> bool:
    """Says whether the sender speaks for a savings group's organisation or the bank."""
    return access_to_loans.agency_of(scope.db, scope.account) in access_to_loans.LENDERS


def desk(scope: Scope, argument: str = "") -> Reply:
    """Lists them; `argument` says how many lines are skipped. Other partners see what an enterprise may borrow."""
    if "officer" not in scope.account.roles and not is_of_lender(scope):
        check = scope.button("enterprise_loan.button", "go:enterprise_loan")
        return Said("loan_desk.not_a_lender", buttons=(check, scope.menu_button()))
    cases = access_to_loans.waiting_for(scope.db, scope.account)
    page = ListPage.asked(argument, len(cases))
    people = persons.several(scope.db, {case.person_id for case in page.of(cases)})
    scope.audit("persons.listed", None, f"loans: {len(people)}")
    buttons = page.numbered([_line(scope, case, people[case.person_id]) for case in page.of(cases)])
    more = page.more(scope, "do:loan_desk:")
    key = "loan_desk.list" if cases else "loan_desk.none"
    return Said(key, {"count": len(cases)}, (*buttons, *more, *_list_button(scope), scope.menu_button()))


def _list_button(scope: Scope) -> tuple[Button, ...]:
    if "officer" not in scope.account.roles:
        return ()
    return (scope.button("loan_list.button", "do:loan_list", typed=scope.text("loan_list.typed")),)


def _line(scope: Scope, case: LoanCase, person: Person) -> Button:
    late = "late" if case.due_on < scope.today else "due"
    label = scope.text(
        f"loan_desk.line.{late}",
        number=case.code,
        who=scope.wording.called(person),
        step=scope.text(f"loan.step.{case.state}"),
        due=scope.day(case.due_on),
    )
    return Button(label, f"do:loan_case:{case.number}")


def case_in(scope: Scope, argument: str) -> tuple[LoanCase, Person] | None:
    """Finds a case by its number among those that the sender may read; the look is written down, a refusal too."""
    case = loan_cases.by_number(scope.db, scope.unit, number_in(argument))
    person = access_to_loans.look(scope.db, scope.account, case)
    return (case, person) if case is not None and person is not None else None


def show(scope: Scope, argument: str) -> Reply:
    """Shows a case with what may be done; without a number, the list."""
    if not argument:
        return desk(scope)
    opened = case_in(scope, argument)
    if opened is None:
        return not_here(scope)
    case, person = opened
    lines = [*_facts(scope, case, person), *_turn(scope, case), *shown.reason_lines(scope, case)]
    lines += [*shown.payment_lines(scope, case), *_history(scope, case)]
    every = scope.button("loan_desk.button", "do:loan_desk", typed=scope.text("loan_desk.typed"))
    return Outgoing("\n".join(lines), (*deeds(scope, case), every, scope.menu_button()))


def _facts(scope: Scope, case: LoanCase, person: Person) -> list[str]:
    """Lists what the sender may know: of the person, officers alone see until when this source is open."""
    wish = case.wish
    fields = {"number": case.code, "who": naming.name_of(person), "born": person.born or "", "hamlet": person.hamlet}
    lines = [
        scope.text("loan_case.title", **fields),
        scope.text(
            "loan_case.wish",
            purpose=scope.text(f"loan_call.purpose.{wish['purpose']}"),
            amount=scope.money(wish["amount"]),
            signer=scope.text(f"loan_check.signer.{wish['signer']}"),
        ),
        scope.text("loan_case.plan", plan=wish["plan"]),
    ]
    if access.acts(scope.account, "officer"):
        years = scope.deployment.loans_on(scope.today).years_since_release
        lines.append(
            scope.text("loan_case.home_since", day=scope.wording.date_on_paper(person.came_home_on), years=years)
        )
        lines.append(scope.text("loan_case.shared" if case.shared else "loan_case.not_shared"))
    return lines


def _turn(scope: Scope, case: LoanCase) -> list[str]:
    if case.ended_at is not None:
        return [scope.text(f"loan.step.{case.state}")]
    step = scope.text(f"loan.step.{case.state}")
    who = shown.owners_named(scope, case)
    return [scope.text("loan_case.turn", step=step, who=who, due=scope.day(case.due_on))]


def _history(scope: Scope, case: LoanCase) -> list[str]:
    steps = loan_cases.steps_of(scope.db, case.id)
    names = accounts.several(scope.db, {by for _, by, _ in steps if by})
    return [
        scope.text(
            "loan_case.step",
            day=scope.moment(at),
            step=scope.text(f"loan.step.{state}"),
            who=scope.wording.called(names[by]) if by in names else scope.text("person.some_officer"),
        )
        for state, by, at in steps[-8:]
    ]


def deeds(scope: Scope, case: LoanCase) -> tuple[Button, ...]:
    """Makes the buttons of what the sender may do with it now; none where it is somebody else's turn."""
    if case.ended_at is not None or not access_to_loans.may_act(scope.db, scope.account, case):
        return ()
    forms = {"to_decide": "go:loan_terms", "to_pay_out": "go:loan_payout"}
    forward = (
        f"{forms[case.state]}:case={case.id}" if case.state in forms else f"do:loan_forward:{case.id}.{case.state}"
    )
    if case.state == "repaying":
        paid = scope.button("loan_case.paid", f"do:loan_paid:{case.id}.{case.paid}", number=case.paid + 1)
        late = scope.button("loan_case.call", f"do:loan_call_them:{case.id}")
        return (paid, late)
    buttons = [scope.button(f"loan_case.forward.{case.state}", forward)]
    if may_refuse(case.state):
        begin = f"go:loan_answer:case={case.id};answer="
        buttons += [scope.button(f"loan_answer.answer.{answer}", f"{begin}{answer}") for answer in ("mend", "refused")]
    return tuple(buttons)


COMMANDS = (
    Command(
        "loan_case",
        show,
        may=STAFF,
        words=("/hosovayvon", "xem khoan vay", "khoan vay", "loan case"),
        record="loan",
        lists=True,
    ),
    Command("loan_desk", desk, may=STAFF, words=("/vayvon", "viec vay von", "danh sach khoan vay", "loan desk")),
)
