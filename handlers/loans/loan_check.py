"""Pre-check of a loan by QĐ 22/2023/QĐ-TTg: what the answers say, what is missing, whom to see. Never a decision."""

from datetime import date

from handlers.kit import Answers, Button, Choice, Form, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.kit.slot_filling import given_in
from handlers.kit.wording import capital
from handlers.loans.questions import LoanAmount, Purpose
from handlers.people import offices
from handlers.people.end_day import EndDay
from rules.loans import PURPOSES, SIGNERS, LoanAnswers, LoanTable, PreCheck, check, closes_on

# what is still going on is asked in one line: the answer is the same, and the difference is nobody's business here
CERTIFICATES = ("finished", "amnesty", "lost", "community", "none")
WITH_CERTIFICATE = ("finished", "amnesty", "lost")
POLICE = "police"
PERSON = ("person",)
# beyond it nothing is worked out; the answer says what this source lends
MOST_ASKED = 1_000_000_000


def has_certificate(answers: Answers) -> bool:
    return answers["certificate"] in WITH_CERTIFICATE


def for_business(answers: Answers) -> bool:
    return has_certificate(answers) and bool(answers["purpose"] == "business")


def pre_check(answers: Answers, scope: Scope) -> Said:
    """Says how it looks and keeps nothing: whoever wants to go on asks for the officer."""
    table = scope.deployment.loans_on(scope.today)
    asked = as_asked(answers)
    result = check(asked, scope.today, table)
    officer = offices.named(scope, offices.officer_for(scope, POLICE))
    fields = {
        "most": scope.text(f"loan_check.most.{asked.purpose}", amount=scope.money(result.most)),
        "officer": officer,
        "Officer": capital(officer),
        "by": scope.day(result.list_by) if result.list_by else "",
        "missing": "\n".join(missing_lines(answers, result, scope)),
        "reasons": "; ".join(scope.text(f"loan_check.reason.{code}") for code in result.reasons),
        "notes": "".join(note_lines(asked, result, table, scope)),
        "standing": standing(scope, table),
        "other": other_way(result, table, scope),
    }
    verdict = "nearly" if result.verdict == "eligible" and fields["missing"] else result.verdict
    return Said(f"loan_check.{verdict}", fields, ways_on(asked, result, table, scope))


def as_asked(answers: Answers) -> LoanAnswers:
    ended = answers.get("ended_on")
    return LoanAnswers(
        certificate=answers["certificate"],
        purpose=answers["purpose"],
        ended_on=date.fromisoformat(ended) if ended else None,
        signer=answers.get("signer", "household"),
        lives_here=answers.get("lives_here", "yes") == "yes",
        same_debt=answers.get("same_debt") == "yes",
        amount=answers.get("amount"),
    )


def missing_lines(answers: Answers, result: PreCheck, scope: Scope) -> list[str]:
    unsure = ("debt_unsure",) if answers.get("same_debt") == "unsure" and result.verdict != "not" else ()
    return [scope.text(f"loan_check.missing.{code}") for code in (*result.missing, *unsure)]


def note_lines(asked: LoanAnswers, result: PreCheck, table: LoanTable, scope: Scope) -> list[str]:
    day = scope.day(closes_on(asked.ended_on, table)) if asked.ended_on else ""
    amount = scope.money(table.other_most)
    return [scope.text(f"loan_check.note.{code}", day=day, amount=amount) for code in result.notes]


def standing(scope: Scope, table: LoanTable) -> str:
    """Says on what the pre-check rests, and as of when."""
    checked = table.checked_on or scope.today
    return scope.text("loan_check.standing", day=checked.day, month=checked.month, year=checked.year)


def other_way(result: PreCheck, table: LoanTable, scope: Scope) -> str:
    if result.verdict != "not":
        return ""
    if result.other_way and table.other_most:
        return scope.text("loan_check.other.offered", amount=scope.money(table.other_most))
    return scope.text("loan_check.other.courses")


def ways_on(asked: LoanAnswers, result: PreCheck, table: LoanTable, scope: Scope) -> tuple[Button, ...]:
    officer = offices.officer_for(scope, POLICE)
    name = scope.wording.called(officer) if officer else scope.text("person.officer")
    ways = [scope.button("loan_check.button.call", f"do:loan_call:{asked.purpose}", officer=name)]
    if result.verdict != "not":
        ways.append(scope.button("loan_check.button.papers", f"do:loan_papers:{asked.purpose}"))
    if result.verdict != "not" and asked.purpose == "business":
        amount = min(asked.amount or table.business_most, table.business_most)
        ways.append(scope.button("loan_check.button.parts", f"do:loan_parts:{amount}.{asked.purpose}"))
    if result.verdict != "not":
        ways.append(scope.button("loan_wish.button", f"do:loan_wish:{asked.purpose}"))
    if result.other_way and table.other_most:
        ways.append(scope.button("loan_check.button.other", f"do:loan_other:{asked.purpose}"))
    if result.verdict == "not" and asked.purpose == "training":
        ways.append(scope.button("find_work.courses", "do:courses"))
    return (*ways, scope.menu_button())


loan_check = Form(
    "loan_check",
    Choice("certificate", CERTIFICATES),
    EndDay("ended_on", when=has_certificate, optional=True),
    Purpose("purpose", PURPOSES, understood_as="purpose", in_a_word=True),
    LoanAmount("amount", lambda _answers, _scope: MOST_ASKED, when=for_business, optional=True),
    Choice("lives_here", ("yes", "no"), when=has_certificate),
    Choice("same_debt", ("no", "yes", "unsure"), when=has_certificate),
    Choice("signer", SIGNERS, when=has_certificate),
    submit=pre_check,
    may=PERSON,
)


def begin(scope: Scope, words: str) -> Reply:
    """Begins with what the sentence that asked for it tells: «vay 50tr nuôi bò»."""
    return Start(loan_check.id, given_in(loan_check, words, scope))


WORDS = ("/loan", "/vay", "hoi vay", "hoi vay von", "loan")
COMMANDS = (Command("loan", begin, may=PERSON, words=WORDS, takes_words=True),)
