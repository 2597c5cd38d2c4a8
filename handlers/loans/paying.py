"""Paying back: the table, a payment noted, and a month in which it is hard, where a human calls and nobody scolds."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.loans import payment_files, shown
from handlers.loans.deeds import case_of_turn, done
from handlers.loans.desk import STAFF, show
from handlers.loans.loan_check import PERSON
from handlers.loans.own import last_of, mine
from handlers.notify import loan_turns, officers
from handlers.people import offices, record
from handlers.people.targets import not_here
from storage import persons
from storage.outbox import call_list

MOST_PAYMENTS = 6
TROUBLE = "loan_trouble"


def note(scope: Scope, argument: str) -> Reply:
    """Notes the payment of `<case>.<payments so far>`; after the last one the loan is paid back."""
    case_id, _, paid = argument.partition(".")
    case = case_of_turn(scope, case_id)
    if case is None:
        return not_here(scope)
    if case.state != "repaying" or paid != str(case.paid):
        return show(scope, str(case.number))
    state = "repaid" if case.paid + 1 >= len(case.payments) else "repaying"
    moved = loan_turns.step(scope.db, scope.deployment, case, state, by=scope.account.id, paid=case.paid + 1)
    if moved is None:
        return show(scope, str(case.number))
    loan_turns.tell_person(scope.db, scope.deployment, moved)
    return done(scope, moved)


def told_by_person(scope: Scope, argument: str) -> Reply:
    """Passes on that the person has paid: the bank, or who notes in its stead, confirms it."""
    case = last_of(scope)
    if case is None or case.state != "repaying" or argument != str(case.paid):
        return mine(scope)
    loan_turns.tell_says_paid(scope.db, scope.deployment, case)
    scope.audit("loan.says_paid", case.person_id, f"loan {case.id}")
    who = shown.owners_named(scope, case)
    back = scope.button("loan.see", "do:loan_mine", typed=scope.text("loan.typed.mine"))
    return Said("loan_mine.says_paid", {"who": who}, (back, scope.menu_button()))


def table(scope: Scope, _argument: str = "") -> Reply:
    """Lists the next payments."""
    case = last_of(scope)
    if case is None or not case.payments:
        return mine(scope)
    to_come = case.payments[case.paid : case.paid + MOST_PAYMENTS]
    lines = [scope.text("loan_table.title", number=case.code, paid=case.paid, count=len(case.payments))]
    lines += [shown.part_words(scope, part) for part in to_come]
    lines.append(scope.text("loan_table.close_to"))
    back = scope.button("loan.see", "do:loan_mine", typed=scope.text("loan.typed.mine"))
    files = payment_files.buttons(scope, payment_files.OF_CASE)
    return Outgoing("\n".join(lines), (*files, back, scope.menu_button()))


def trouble(scope: Scope, _argument: str = "") -> Reply:
    """Lets a human call whoever finds a payment hard; without a loan here it is a wish to talk."""
    person, case = record.person_of(scope), last_of(scope)
    if person is None or case is None or case.ended_at is not None:
        return officers.call_instead(scope)
    call_list.put(scope.db, unit=scope.account.unit, account_id=scope.account.id, reason=TROUBLE)
    scope.audit("loan.trouble", person.id, f"loan {case.id}")

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        typed = wording.text("notice.officer_digest.typed.calls")
        calls = Button(wording.text("notice.officer_digest.button.calls"), "do:calls", "command", typed)
        return Outgoing(wording.text("notice.loan_trouble", Who=capital(who), number=case.code), (calls,))

    reached = officers.tell(scope, TROUBLE, telling, subject_id=scope.account.id)
    name = offices.named_all(scope, reached) if reached else offices.named(scope, None)
    mine_button = scope.button("loan.see", "do:loan_mine", typed=scope.text("loan.typed.mine"))
    return Said("loan_mine.trouble_done", {"officer": name}, (mine_button, scope.human_button(), scope.menu_button()))


def call_them(scope: Scope, argument: str) -> Reply:
    """Asks officers to call somebody whose payment has not come: a call comes before any other step."""
    case = case_of_turn(scope, argument)
    if case is None or case.state != "repaying":
        return not_here(scope)
    person = persons.get(scope.db, case.person_id)
    if person is not None and person.account_id is not None:
        call_list.put(scope.db, unit=case.unit, account_id=person.account_id, reason=TROUBLE)
    scope.audit("loan.call_asked", case.person_id, f"loan {case.id}")
    return Said("loan_case.will_be_called", {"number": case.code}, (shown.see_button(scope, case), scope.menu_button()))


COMMANDS = (
    Command("loan_paid", note, may=STAFF),
    Command("loan_paid_own", told_by_person, may=PERSON),
    Command("loan_call_them", call_them, may=STAFF),
    Command(
        "loan_table",
        table,
        may=PERSON,
        words=("lich tra", "lich tra tien", "lich tra no", "bao gio phai tra", "/lichtra"),
    ),
    Command(
        TROUBLE,
        trouble,
        may=PERSON,
        words=(
            "/khotra",
            "kho tra no",
            "thang nay kho tra",
            "thang nay kho tra no",
            "khong tra noi",
            "khong tra duoc",
            "chua tra duoc",
            "thang nay khong tra noi",
            "thang nay khong tra duoc",
            "thang nay chua tra duoc",
            "thang nay ko tra noi",
            "khong co tien tra",
            "chua co tien tra",
            "cannot pay this month",
        ),
    ),
)
