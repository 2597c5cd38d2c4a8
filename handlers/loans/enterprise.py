"""What an enterprise may borrow that employs people come home: a first check, as for a person never a decision."""

from handlers.kit import Answers, Choice, Form, Said
from handlers.kit.commands import Command, Start
from handlers.kit.scope import Scope
from handlers.loans.loan_check import MOST_ASKED, standing
from handlers.loans.questions import LoanAmount, Workers
from rules.loans import check_enterprise

PARTNER = ("partner",)


def pre_check(answers: Answers, scope: Scope) -> Said:
    """Says how it looks and keeps nothing; QĐ 22/2023/QĐ-TTg art. 3, 6.2 and 10."""
    table = scope.deployment.loans_on(scope.today)
    amount = answers.get("amount")
    same_debt = answers["same_debt"] == "yes"
    result = check_enterprise(answers["workers"], answers["of_them"], amount, same_debt=same_debt, table=table)
    missing = (*result.missing, *(("debt_unsure",) if answers["same_debt"] == "unsure" else ()))
    verdict = "nearly" if result.verdict == "eligible" and missing else result.verdict
    notes = [f"enterprise_loan.note.{code}" for code in result.notes]
    if min(amount or result.most, result.most) > table.business_most:
        notes.append("enterprise_loan.note.security")
    fields = {
        "most": scope.money(result.most),
        "months": result.months,
        "share": table.enterprise_share_percent,
        "missing": "\n".join(scope.text(f"enterprise_loan.missing.{code}") for code in missing),
        "notes": "".join(scope.text(key, above=scope.money(table.business_most)) for key in notes),
        "standing": standing(scope, table),
    }
    calculator = scope.button("loan_calculator.button", "go:loan_calculator")
    offer = scope.button("partner.menu.post", "go:offer_post")
    ways = (offer,) if verdict == "not" else (calculator,)
    return Said(f"enterprise_loan.{verdict}", fields, (*ways, scope.menu_button()))


enterprise_loan = Form(
    "enterprise_loan",
    Workers("workers"),
    Workers("of_them", least=0, among="workers"),
    LoanAmount("amount", lambda _answers, _scope: 10 * MOST_ASKED, optional=True),
    Choice("same_debt", ("no", "yes", "unsure"), labels="loan_check.same_debt"),
    submit=pre_check,
    may=PARTNER,
)
COMMANDS = (
    Command(
        "enterprise_loan",
        lambda _scope, _argument: Start("enterprise_loan"),
        may=PARTNER,
        words=("/dnvay", "doanh nghiep vay", "vay cho doanh nghiep", "hoi vay", "/vay", "/loan"),
    ),
)
