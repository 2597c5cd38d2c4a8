"""Officers see what people ask about their data and by when; they answer, say that it is done, or why not."""

from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, id_in, number_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.my_data import clock
from handlers.people.targets import not_here
from rules.data_requests import REFUSED
from storage import accounts, data_requests
from storage.data_requests import DataRequest

OFFICER = ("officer",)
SKIP = "skip"
# what an officer may answer: that it is being looked into, or why it cannot be done
ANSWERS = ("first", "refused")


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists what waits, what has to be done soonest first; or shows the one of this number."""
    skipped = argument.removeprefix(SKIP)
    if argument and skipped == argument:
        return show(scope, argument)
    waiting = _waiting(scope)
    if not waiting:
        return Said("data_requests.none", buttons=(scope.menu_button(),))
    page = ListPage.asked(skipped, len(waiting))
    buttons = [Button(_line(scope, request), f"do:data_request:{request.number}") for request in page.of(waiting)]
    more = page.more(scope, f"do:data_request:{SKIP}")
    head = scope.text("data_requests.list", count=len(waiting))
    return Outgoing(head, (*page.numbered(buttons), *more, scope.menu_button()))


def _waiting(scope: Scope) -> list[DataRequest]:
    return [request for request in data_requests.open_of(scope.db, scope.unit) if _of_here(scope, request)]


def _line(scope: Scope, request: DataRequest) -> str:
    sender = accounts.get(scope.db, request.asked_by)
    late = ".late" if request.due_on < scope.today else ""
    return scope.text(
        f"data_requests.line{late}",
        number=request.code,
        who=sender.name if sender else "",
        wish=scope.text(f"correct_me.wish.{request.wish}"),
        state=scope.text(f"data_request.state.{request.step}"),
        day=scope.day(request.due_on),
    )


def show(scope: Scope, argument: str) -> Reply:
    request = _of_here(scope, data_requests.by_number(scope.db, scope.unit, number_in(argument)))
    if request is None:
        return not_here(scope)
    scope.audit("data_request.read", request.asked_by, f"request {request.id}")
    sender = accounts.get(scope.db, request.asked_by)
    lines = [
        scope.text("data_request.head", number=request.code, who=sender.name if sender else ""),
        *lines_of(scope, request),
    ]
    return Outgoing("\n".join(lines), (*_deeds(scope, request), scope.menu_button()))


def _of_here(scope: Scope, request: DataRequest | None) -> DataRequest | None:
    """Gives it back where it is of this commune, and not the officer's own."""
    is_theirs = request is not None and request.unit == scope.unit and request.asked_by != scope.account.id
    return request if is_theirs else None


def lines_of(scope: Scope, request: DataRequest) -> list[str]:
    """Gives what was asked, how far it is with its last days, and what the office said."""
    words = request.told
    lines = [
        f"{scope.text(f'correct_me.wish.{request.wish}')}: «{words['wrong']}»",
        f"{scope.text('correct_me.right.label')}: «{words['right']}»" if words["right"] else "",
        scope.text(
            f"data_request.stands.{request.step}", day=scope.day(request.answer_by), until=scope.day(request.act_by)
        ),
        scope.text("data_request.said", words=request.said) if request.said else "",
    ]
    return [line for line in lines if line]


def _deeds(scope: Scope, request: DataRequest) -> tuple[Button, ...]:
    if not request.is_open:
        return ()
    begin = f"go:data_answer:request={request.id};answer="
    deeds = [scope.button(f"data_answer.answer.{answer}", f"{begin}{answer}") for answer in ANSWERS]
    person = (scope.button("officer.button.card", f"do:person_card:{request.person_id}"),) if request.person_id else ()
    corrected = scope.button("officer.button.corrected", f"do:corrected:{request.relay_id or request.asked_by}")
    return (*deeds, corrected, *person)


def open_here(_answers: Answers, scope: Scope) -> list[Option]:
    return [Option(str(request.id), _line(scope, request)) for request in _waiting(scope)]


def request_named(value: str, viewer: Viewer) -> str:
    request = data_requests.get(viewer.db, id_in(value))
    return request.code if request and viewer.reader and request.unit == viewer.reader.unit else ""


def answer(answers: Answers, scope: Scope) -> Said:
    """Answers it, or ends it with the reason why not; whoever asked hears of it."""
    request = _of_here(scope, data_requests.get(scope.db, id_in(answers["request"])))
    if request is None or not request.is_open:
        raise Problem("no_longer_there", question="request")
    if answers["answer"] == REFUSED:
        data_requests.end(scope.db, request, REFUSED, scope.account.id, answers["words"])
        clock.settled(scope.db, request.id)
    else:
        data_requests.say(scope.db, request, scope.account.id, answers["words"])
    reached = clock.tell_sender(scope.db, scope.deployment, request, answers["answer"])
    key = "data_answer.done" if reached else "data_answer.call"
    back = scope.button("data_requests.button", "do:data_request")
    return Said(key, {"number": request.code}, (back, scope.menu_button()))


def nothing_waits(scope: Scope) -> Said | None:
    if _waiting(scope):
        return None
    return Said("data_requests.none", buttons=(scope.menu_button(),))


data_answer = Form(
    "data_answer",
    Choice("request", open_here, named=request_named),
    Choice("answer", ANSWERS),
    Text("words", longest=1500),
    submit=answer,
    may=OFFICER,
    ready=nothing_waits,
)
COMMANDS = (
    Command(
        "data_request",
        listed,
        may=OFFICER,
        words=("/yeucau", "yeu cau du lieu", "xem yeu cau", "data requests"),
        record="data_request",
        lists=True,
    ),
)
