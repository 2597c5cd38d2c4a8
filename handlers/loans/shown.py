"""How a loan on its way is said: where it stands, whose turn it is, what is to be paid and when."""

from handlers.kit import Button
from handlers.kit.scope import Scope
from handlers.people import offices
from rules.repayment import Part
from storage import access_to_loans, units
from storage.accounts import Account
from storage.loan_cases import LoanCase


def stands(scope: Scope, case: LoanCase) -> str:
    """Says where it stands, in the person's words."""
    return scope.text(f"loan.stands.{case.state}", number=case.code)


def owners_named(scope: Scope, case: LoanCase) -> str:
    """Names whose turn it is: one by name and agency, several as the agency, the reader as such."""
    agency, owners = access_to_loans.owners(scope.db, case)
    if any(owner.id == scope.account.id for owner in owners):
        return scope.text("loan.owner.you")
    if not owners:
        return scope.text("person.some_officer")
    return with_place(scope, owners[0]) if len(owners) == 1 else scope.text(f"loan.owner.{agency}")


def with_place(scope: Scope, account: Account) -> str:
    """Names somebody with the organisation that they speak for."""
    if "officer" in account.roles:
        return offices.with_office(scope.db, scope.wording, account)
    place = units.organisation(scope.db, account.organisation_id) if account.organisation_id else None
    name = scope.wording.called(account)
    return f"{name} ({place.name})" if place else name


def reason_lines(scope: Scope, case: LoanCase) -> list[str]:
    """Says why it came back or ended, and that it may be objected to."""
    if case.reason is None:
        return []
    lines = [scope.text("loan.because", reason=scope.text(f"loan.reason.{case.reason}"))]
    if case.why:
        lines.append(scope.text("loan.in_words", why=case.why))
    if case.state == "refused":
        lines.append(scope.text("loan.refused_then"))
    return lines


def payment_lines(scope: Scope, case: LoanCase) -> list[str]:
    """Says what was decided, what has been paid, and the next payment."""
    terms = case.terms
    if not terms:
        return []
    lines = [scope.text("loan.decided", amount=scope.money(terms["amount"]), months=terms["months"])]
    payment = case.next_payment
    if payment is not None and payment.due_on is not None:
        lines.append(scope.text("loan.paid_so_far", paid=case.paid, count=len(case.payments)))
        lines.append(scope.text("loan.next_payment", part=part_words(scope, payment)))
    return lines


def part_words(scope: Scope, part: Part) -> str:
    """Says one payment: «kỳ 3, thứ Ba 15/12: 1 triệu đồng gốc, 66.000 đồng lãi»."""
    when = scope.day(part.due_on) if part.due_on else ""
    dated = "dated_part" if part.due_on else "part"
    key = f"loan.{dated}" if part.interest is None else f"loan.{dated}_with_interest"
    fields = {"principal": scope.money(part.principal), "interest": scope.money(part.interest or 0)}
    return scope.text(key, number=part.number, day=when, **fields)


def see_button(scope: Scope, case: LoanCase) -> Button:
    return scope.button(
        "loan.see", f"do:loan_case:{case.number}", typed=scope.text("loan.typed.case", number=case.code)
    )
