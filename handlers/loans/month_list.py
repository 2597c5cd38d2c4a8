"""The month's list, form 01 of QĐ 22/2023/QĐ-TTg: drafted here, confirmed by police, then by the committee."""

from functools import partial

from handlers.documents.sheet import Sheet, as_workbook
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.document import XLSX, Document, Writing
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.loans.deeds import taken
from handlers.notify import loan_turns
from handlers.people import office_document
from handlers.people.office_document import OfficeDocument
from handlers.reports import loan_list
from rules.loans import list_by
from storage import access, access_to_loans, accounts, attachments, loan_cases, persons
from storage.attachments import Attachment
from storage.database import Db
from storage.loan_cases import LoanCase

OFFICER = ("officer",)
FORM = "mau_01"
IN_EXCEL = f"{FORM}_xlsx"
MOST_SHOWN = 20


def show(scope: Scope, _argument: str = "") -> Reply:
    """Shows the list that is sent next: who is to be put on it, who is on it, and what waits for whom."""
    month = loan_turns.list_month_now(scope.db, scope.deployment)
    drafted = loan_cases.in_states(scope.db, scope.unit, ("to_list",))
    listed = loan_cases.on_list(scope.db, scope.unit, month)
    people = persons.several(scope.db, {case.person_id for case in (*drafted, *listed)})
    scope.audit("persons.listed", None, f"loan list: {len(people)}")
    sent_on = list_by(scope.today, scope.deployment.loans_on(scope.today))
    head = scope.text("loan_list.title", month=month_words(scope.wording, month), day=scope.day(sent_on))
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
    waiting = {"police": drafted, "committee": [case for case in listed if case.state == "to_confirm"]}
    buttons = [
        scope.button(f"loan_list.confirm.{agency}", f"do:loan_list_confirm:{cases[0].state}", count=len(cases))
        for agency, cases in waiting.items()
        if _mine(scope, cases)
    ]
    if drafted or listed:
        buttons.append(scope.button("loan_list.files", "do:loan_list_files"))
    desk = scope.button("loan_desk.button", "do:loan_desk", typed=scope.text("loan_desk.typed"))
    return (*buttons, desk, scope.menu_button())


def _mine(scope: Scope, cases: list[LoanCase]) -> list[LoanCase]:
    return [case for case in cases if access_to_loans.may_act(scope.db, scope.account, case)]


def confirm(scope: Scope, state: str) -> Reply:
    """Confirms all that waits for the sender: police put them on the list, the committee passes the list on."""
    if state not in ("to_list", "to_confirm"):
        return show(scope)
    cases = _mine(scope, loan_cases.in_states(scope.db, scope.unit, (state,)))
    month = loan_turns.list_month_now(scope.db, scope.deployment)
    for case in cases:
        more = {"list_month": month} if state == "to_list" else {}
        taken(scope, case, "to_confirm" if more else "to_group", **more)
    again = scope.button("loan_list.button", "do:loan_list", typed=scope.text("loan_list.typed"))
    key = f"loan_list.confirmed.{state}" if cases else "loan_list.nothing_to_confirm"
    return Said(key, {"count": len(cases)}, (again, scope.menu_button()))


def files(scope: Scope, _argument: str) -> Reply:
    """Asks for the list as Word, PDF and Excel."""
    month = loan_turns.list_month_now(scope.db, scope.deployment)
    attachments.ask_for(scope.db, scope.chat, IN_EXCEL, account_id=scope.account.id, argument=month)
    return office_document.ask(scope, FORM, None, month)


def _prepare(db: Db, deployment: Deployment, asked: Attachment) -> Writing | None:
    officer = accounts.get(db, asked.account_id)
    if officer is None or not access.acts(officer, "officer"):
        return None
    wording = Wording(deployment.texts, "vi", officer)
    facts = loan_list.gather(Viewer(db, wording, "officer"), None, asked.argument)
    if facts is None:
        return None
    listed = facts[loan_list.LIST]
    assert not isinstance(listed, str)
    headings = [wording.text(f"document.field.{loan_list.LIST}.{part}") for part in loan_list.parts()]
    title = wording.text("loan_list.sheet", month=facts["thang"], year=facts["nam"])
    return partial(as_workbook, Sheet(title, headings, [[row[part] for part in loan_list.parts()] for row in listed]))


def _tell(db: Db, deployment: Deployment, asked: Attachment, address: str) -> Outgoing:
    return office_document.told(db, deployment, asked, address, _title(db, deployment, asked))


def _tell_failed(db: Db, deployment: Deployment, asked: Attachment) -> Outgoing:
    wording = Wording(deployment.texts, "vi", accounts.get(db, asked.account_id))
    return Outgoing(wording.text("document.office.failed", title=_title(db, deployment, asked)))


def _title(db: Db, deployment: Deployment, asked: Attachment) -> str:
    return Wording(deployment.texts, "vi", accounts.get(db, asked.account_id)).text(f"document.form.{FORM}")


DOCUMENTS = (
    *OfficeDocument(FORM, loan_list.gather).documents,
    Document(IN_EXCEL, _prepare, _tell, _tell_failed, XLSX),
)
COMMANDS = (
    Command("loan_list", show, may=OFFICER, words=("/mau01", "danh sach vay", "mau 01", "mau so 01", "loan list")),
    Command("loan_list_confirm", confirm, may=OFFICER),
    Command("loan_list_files", files, may=OFFICER),
)
