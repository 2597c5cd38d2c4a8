"""The receiving commune asks something before it decides; the sending one answers in chat."""

from handlers.kit import Answers, Choice, Form, Option, Problem, Said, Text
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.notify import transfer_news as telling
from handlers.transfers.listed import OFFICER, opened, over
from storage import persons, transfers
from storage.transfers import Transfer


def to_be_asked(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the moves to the officer's commune that wait."""
    return _options(scope, [each for each in transfers.open_of(scope.db, scope.unit) if each.to_unit == scope.unit])


def to_be_answered(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the moves from the officer's commune about which the other one has asked something."""
    asked = [each for each in transfers.open_of(scope.db, scope.unit) if each.state == "asked_back"]
    return _options(scope, [each for each in asked if each.unit == scope.unit])


def _options(scope: Scope, waiting: list[Transfer]) -> list[Option]:
    return [Option(str(each.id), transfer_named(str(each.id), scope.author)) for each in waiting]


def transfer_named(value: str, viewer: Viewer) -> str:
    """Names whom a move is about, to officers of the two communes."""
    transfer, officer = transfers.get(viewer.db, id_in(value)), viewer.reader
    if transfer is None or officer is None or officer.unit not in (transfer.unit, transfer.to_unit):
        return ""
    person = persons.get(viewer.db, transfer.person_id)
    return person.name if person and transfer.state in transfers.OPEN else ""


def ask(answers: Answers, scope: Scope) -> Said:
    visible = opened(scope, answers["transfer"])
    if visible is None or visible[0].to_unit != scope.unit:
        raise Problem("no_longer_there", question="transfer")
    transfer, _ = visible
    if not transfers.ask_back(scope.db, transfer, answers["question"], scope.account.id):
        return over(scope)
    return _passed_on(scope, transfer, transfer.unit, "asked_back", "transfer_question.thanks")


def answer(answers: Answers, scope: Scope) -> Said:
    visible = opened(scope, answers["transfer"])
    if visible is None or visible[0].unit != scope.unit:
        raise Problem("no_longer_there", question="transfer")
    transfer, _ = visible
    if not transfers.answer(scope.db, transfer, answers["answer"], scope.account.id):
        return over(scope)
    return _passed_on(scope, transfer, transfer.to_unit or "", "answered", "transfer_answer.thanks")


def _passed_on(scope: Scope, transfer: Transfer, to: str, what: str, key: str) -> Said:
    place = telling.commune(scope.db, scope.deployment, scope.unit)
    telling.tell_officers(scope.db, scope.deployment, transfer, to, "transfer", f"notice.transfer.{what}", place=place)
    other = telling.commune(scope.db, scope.deployment, to)
    more = (scope.button("transfers.button", "do:transfers"), scope.menu_button())
    return Said(key, {"place": other}, more)


transfer_question = Form(
    "transfer_question",
    Choice("transfer", to_be_asked, named=transfer_named),
    Text("question", longest=300),
    submit=ask,
    may=OFFICER,
)
transfer_answer = Form(
    "transfer_answer",
    Choice("transfer", to_be_answered, named=transfer_named),
    Text("answer", longest=600),
    submit=answer,
    may=OFFICER,
)
