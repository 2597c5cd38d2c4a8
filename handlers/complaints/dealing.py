"""An officer of the unit above reads a complaint, takes it, answers it, or says why it needs longer."""

from handlers.complaints import clock
from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, id_in, number_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people.targets import not_here
from rules.complaints import TAKEN, WAITING, answer_by
from rules.local_time import local_day
from storage import access_to_complaints, accounts, complaints
from storage.access import NotAllowed
from storage.complaints import Complaint

OFFICER = ("officer",)
SKIP = "skip"


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists what waits here, with its last day; or shows one. Admins hear only that something waits, not what."""
    skipped = argument.removeprefix(SKIP)
    if argument and skipped == argument:
        return show(scope, argument)
    waiting = access_to_complaints.open_complaints(scope.db, scope.account)
    if not waiting:
        count = access_to_complaints.how_many_wait(scope.db, scope.account)
        return Said("complaints.wait" if count else "complaints.none", {"count": count}, (scope.menu_button(),))
    page = ListPage.asked(skipped, len(waiting))
    buttons = [Button(_line(scope, each), f"do:complaint:{each.number}") for each in page.of(waiting)]
    head = scope.text("complaints.list", count=len(waiting))
    more = page.more(scope, f"do:complaint:{SKIP}")
    return Outgoing(head, (*page.numbered(buttons), *more, scope.menu_button()))


def _line(scope: Scope, complaint: Complaint) -> str:
    late = ".late" if complaint.due_on < scope.today else ""
    return scope.text(
        f"complaints.line{late}",
        number=complaint.code,
        about=scope.text(f"complain.about.{complaint.about}"),
        state=scope.text(f"complaint.state.{complaint.state}"),
        day=scope.day(complaint.due_on),
    )


def show(scope: Scope, argument: str) -> Reply:
    complaint = _opened(scope, complaints.by_number(scope.db, scope.unit, number_in(argument)))
    if complaint is None:
        return not_here(scope)
    sender = accounts.get(scope.db, complaint.asked_by)
    lines = [
        scope.text("complaint.head", number=complaint.code, day=scope.moment(complaint.sent_at)),
        scope.text("complaint.from", who=sender.name) if sender else "",
        *words_of(scope, complaint),
        scope.text(f"complaint.by.{complaint.state}", day=scope.day(complaint.due_on)),
        *answers_of(scope, complaint),
    ]
    return Outgoing("\n".join(filter(None, lines)), (*_deeds(scope, complaint), scope.menu_button()))


def _opened(scope: Scope, complaint: Complaint | None) -> Complaint | None:
    try:
        return access_to_complaints.look_at_complaint(scope.db, scope.account, complaint)
    except NotAllowed:
        return None


def words_of(scope: Scope, complaint: Complaint) -> list[str]:
    """Gives the words of whoever complains, each under what was asked."""
    about = f"{scope.text('complain.about.label')}: {scope.text(f'complain.about.{complaint.about}')}"
    words = complaint.told
    own = [
        f"{scope.text(f'complain.{name}.label')}: «{words[name]}»"
        for name in ("who", "what", "wish")
        if words.get(name)
    ]
    return [about, *own]


def answers_of(scope: Scope, complaint: Complaint) -> list[str]:
    """Gives what the unit above has said: why it takes longer, and its answer."""
    lines = [scope.text("complaint.longer", why=complaint.longer_why)] if complaint.longer_why else []
    return [*lines, scope.text("complaint.answer", answer=complaint.answer)] if complaint.answer else lines


def _deeds(scope: Scope, complaint: Complaint) -> tuple[Button, ...]:
    reply = scope.button("complaint.reply", f"go:complaint_answer:complaint={complaint.id}")
    every = scope.button("complaints.button", "do:complaint")
    if complaint.state == WAITING:
        return scope.button("complaint.take", f"do:complaint_take:{complaint.id}"), reply, every
    longer = scope.button("complaint.more_time", f"go:complaint_longer:complaint={complaint.id}")
    if complaint.state == TAKEN:
        return (reply, every) if complaint.longer_why else (reply, longer, every)
    return (every,)


def take(scope: Scope, argument: str) -> Reply:
    """Takes it; whoever wrote it hears until when there is an answer."""
    complaint = _opened(scope, complaints.get(scope.db, id_in(argument)))
    if complaint is None:
        return not_here(scope)
    last_day = answer_by(scope.deployment.tables.complaints_on(scope.today), scope.today)
    if complaints.take(scope.db, complaint, scope.account.id, last_day):
        _goes_on(scope, complaint, "taken")
    return show(scope, str(complaint.number))


def _goes_on(scope: Scope, complaint: Complaint, what: str) -> None:
    now = complaints.get(scope.db, complaint.id)
    assert now is not None
    if now.is_open:
        clock.plan(scope.db, scope.deployment, now)
    else:
        clock.settled(scope.db, now)
    clock.tell_sender(scope.db, scope.deployment, now, what)


def open_here(_answers: Answers, scope: Scope) -> list[Option]:
    open_now = access_to_complaints.open_complaints(scope.db, scope.account)
    return [Option(str(each.id), _line(scope, each)) for each in open_now]


def complaint_named(value: str, viewer: Viewer) -> str:
    complaint = complaints.get(viewer.db, id_in(value))
    may = complaint and viewer.reader and access_to_complaints.may_deal_with(viewer.reader, complaint)
    return complaint.code if complaint and may else ""


def _chosen(answers: Answers, scope: Scope) -> Complaint:
    """Gives the complaint that the form is about. Raises Problem where it is not, or no longer, open to the sender."""
    complaint = _opened(scope, complaints.get(scope.db, id_in(answers["complaint"])))
    if complaint is None or not complaint.is_open:
        raise Problem("no_longer_there", question="complaint")
    return complaint


def answer(answers: Answers, scope: Scope) -> Said:
    complaint = _chosen(answers, scope)
    if not complaints.answer(scope.db, complaint, scope.account.id, answers["words"]):
        raise Problem("no_longer_there", question="complaint")
    _goes_on(scope, complaint, "answered")
    every = scope.button("complaints.button", "do:complaint")
    return Said("complaint_answer.done", {"number": complaint.code}, (every, scope.menu_button()))


def lengthen(answers: Answers, scope: Scope) -> Said:
    """Sets the longest time there is, counted from when it was taken; the reason is told with it."""
    complaint = _chosen(answers, scope)
    if complaint.taken_at is None:
        raise Problem("no_longer_there", question="complaint")
    table = scope.deployment.tables.complaints_on(local_day(complaint.taken_at))
    last_day = answer_by(table, local_day(complaint.taken_at), longer=True)
    complaints.lengthen(scope.db, complaint, scope.account.id, last_day, answers["why"])
    _goes_on(scope, complaint, "longer")
    fields = {"number": complaint.code, "day": scope.day(last_day)}
    return Said(
        "complaint_longer.done", fields, (scope.button("complaints.button", "do:complaint"), scope.menu_button())
    )


def nothing_open(scope: Scope) -> Said | None:
    return None if open_here({}, scope) else Said("complaints.none", buttons=(scope.menu_button(),))


complaint_answer = Form(
    "complaint_answer",
    Choice("complaint", open_here, named=complaint_named),
    Text("words", longest=2000),
    submit=answer,
    may=OFFICER,
    ready=nothing_open,
)
complaint_longer = Form(
    "complaint_longer",
    Choice("complaint", open_here, named=complaint_named),
    Text("why", longest=500),
    submit=lengthen,
    may=OFFICER,
    ready=nothing_open,
)
COMMANDS = (
    Command(
        "complaint",
        listed,
        may=("officer", "admin"),
        words=("xem khieu nai", "xem phan anh", "/dskhieunai", "complaints"),
        record="complaint",
        lists=True,
    ),
    Command("complaint_take", take, may=OFFICER),
)
