"""The month's list, form 01 of QĐ 22/2023/QĐ-TTg: drafted here, confirmed by police, then by the committee."""

from datetime import date, timedelta

from handlers.documents.word import Facts
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.loans.deeds import taken
from handlers.notify import loan_turns
from handlers.people import office_document
from handlers.people.office_document import OfficeDocument
from handlers.people.office_sheet import OfficeSheet
from handlers.reports import loan_list
from storage import access_to_loans, loan_cases, persons
from storage.loan_cases import LoanCase

OFFICER = ("officer",)
FORM = "mau_01"
MOST_SHOWN = 20
# the 5th may be a Saturday
STILL_SENT = timedelta(days=5)


def _sheet_title(wording: Wording, facts: Facts) -> str:
    return wording.text("loan_list.sheet", month=facts["thang"], year=facts["nam"])


IN_EXCEL = OfficeSheet(FORM, loan_list.LIST, loan_list.gather, _sheet_title)


def month_shown(scope: Scope) -> str:
    """Names the month of the list that is worked on, «2026-12»: one that is not out of the house yet, or the next.

    It stays until the committee has confirmed it, and for the days after in which it is printed and sent.
    """
    next_month = loan_turns.list_month_now(scope.db, scope.deployment)
    waiting = loan_cases.in_states(scope.db, scope.unit, ("to_confirm",))
    if months := [case.list_month for case in waiting if case.list_month]:
        return min(months)
    this_month = f"{scope.today:%Y-%m}"
    is_being_sent = scope.today < sent_on(scope, this_month) + STILL_SENT
    return this_month if is_being_sent and loan_cases.on_list(scope.db, scope.unit, this_month) else next_month


def sent_on(scope: Scope, month: str) -> date:
    """Gives the day on which the list of the month goes out."""
    year, _, number = month.partition("-")
    return date(int(year), int(number), scope.deployment.loans_on(scope.today).list_day)


def show(scope: Scope, _argument: str = "") -> Reply:
    """Shows the list that is worked on: who is to be put on it, who is on it, and what waits for whom."""
    month = month_shown(scope)
    drafted = loan_cases.in_states(scope.db, scope.unit, ("to_list",))
    listed = loan_cases.on_list(scope.db, scope.unit, month)
    people = persons.several(scope.db, {case.person_id for case in (*drafted, *listed)})
    scope.audit("persons.listed", None, f"loan list: {len(people)}")
    day = scope.day(sent_on(scope, month))
    head = scope.text("loan_list.title", month=month_words(scope.wording, month), day=day)
    lines = [
        scope.text("loan_list.line", number=case.code, who=people[case.person_id].name, step=_step(scope, case))
        for case in (*drafted, *listed)[:MOST_SHOWN]
    ]
    return Outgoing("\n".join([head, *(lines or [scope.text("loan_list.none")])]), _buttons(scope, drafted, listed))


def _step(scope: Scope, case: LoanCase) -> str:
    return scope.text(f"loan.step.{case.state}")


def month_words(wording: Wording, month: str) -> str:
    year, _, number = month.partition("-")
    return wording.text("loan_list.month", month=int(number), year=year)


def _buttons(scope: Scope, drafted: list[LoanCase], listed: list[LoanCase]) -> tuple[Button, ...]:
    desk = scope.button("loan_desk.button", "do:loan_desk", typed=scope.text("loan_desk.typed"))
    return (*deeds(scope, drafted, listed, len(drafted)), desk, scope.menu_button())


def deeds(scope: Scope, drafted: list[LoanCase], listed: list[LoanCase], how_many_drafted: int) -> tuple[Button, ...]:
    """Makes the buttons of what the sender may do with the list: confirm their part of it, have it as files.

    Of those drafted the most urgent one tells whose turn they all are.
    """
    to_confirm = [case for case in listed if case.state == "to_confirm"]
    waiting = {"police": (drafted, how_many_drafted), "committee": (to_confirm, len(to_confirm))}
    buttons = [
        scope.button(f"loan_list.confirm.{agency}", f"do:loan_list_confirm:{cases[0].state}", count=count)
        for agency, (cases, count) in waiting.items()
        if _actionable(scope, cases)
    ]
    if drafted or listed:
        buttons.append(scope.button("loan_list.files", "do:loan_list_files"))
    return tuple(buttons)


def _actionable(scope: Scope, cases: list[LoanCase]) -> list[LoanCase]:
    return access_to_loans.actionable(scope.db, scope.account, cases)


def confirm(scope: Scope, state: str) -> Reply:
    """Confirms all that waits for the sender: police put them on the list, the committee passes the list on."""
    if state not in ("to_list", "to_confirm"):
        return show(scope)
    cases = _actionable(scope, loan_cases.in_states(scope.db, scope.unit, (state,)))
    month = loan_turns.list_month_now(scope.db, scope.deployment)
    for case in cases:
        more = {"list_month": month} if state == "to_list" else {}
        taken(scope, case, "to_confirm" if more else "to_group", **more)
    again = scope.button("loan_list.button", "do:loan_list", typed=scope.text("loan_list.typed"))
    key = f"loan_list.confirmed.{state}" if cases else "loan_list.nothing_to_confirm"
    return Said(key, {"count": len(cases)}, (again, scope.menu_button()))


def files(scope: Scope, _argument: str) -> Reply:
    """Asks for the list as Word, PDF and Excel."""
    month = month_shown(scope)
    is_out = month != loan_turns.list_month_now(scope.db, scope.deployment)
    which = f"{month}.{loan_list.OUT}" if is_out else month
    IN_EXCEL.ask(scope, which)
    return office_document.ask(scope, FORM, None, which)


DOCUMENTS = (*OfficeDocument(FORM, loan_list.gather).documents, IN_EXCEL.document)
COMMANDS = (
    Command("loan_list", show, may=OFFICER, words=("/mau01", "danh sach vay", "mau 01", "mau so 01", "loan list")),
    Command("loan_list_confirm", confirm, may=OFFICER),
    Command("loan_list_files", files, may=OFFICER),
)
