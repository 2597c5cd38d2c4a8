"""The officers' board: what people in the commune still need, by kind and age; one of them with its history."""

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.needs.wishes import owner_named
from handlers.notify import need_telling
from handlers.people.naming import name_of
from handlers.people.targets import not_here
from handlers.reports.written_for import written_for
from rules import needs as rules
from rules.local_time import local_day
from storage import accounts, need_board, need_steps, needs, persons
from storage.need_steps import NeedStep
from storage.needs import Need
from storage.persons import Person

OFFICER = ("officer",)


def listed(scope: Scope, argument: str) -> Reply:
    """Lists open needs, the late ones first; `argument` is a kind and how many are skipped, «papers.8»."""
    kind, _, skipped = argument.rpartition(".") if not argument.isdecimal() else ("", "", argument)
    counts = need_board.by_kind(scope.db, scope.unit, scope.now)
    kind = kind if kind in counts else ""
    count = counts[kind].count if kind else sum(waiting.count for waiting in counts.values())
    page = ListPage.asked(skipped, count)
    shown = need_board.page_of(scope.db, scope.unit, kind, most=PAGE, skipped=page.skipped)
    scope.audit("needs.listed", None, str(len(shown)))
    ask = scope.button("need.button.ask_for", "go:need_for")
    if not shown:
        return Said("needs.none", buttons=(ask, scope.menu_button()))
    people = persons.several(scope.db, {need.person_id for need in shown})
    buttons = [Button(_labelled(scope, need, people[need.person_id]), f"do:need_one:{need.id}") for need in shown]
    more = page.more(scope, f"do:needs:{kind}." if kind else "do:needs:")
    late = sum(waiting.late for name, waiting in counts.items() if kind in ("", name))
    key = "needs.list" if not late else "needs.list_late"
    every = scope.button("needs.button.kinds", "do:need_kinds")
    return Said(key, {"count": count, "late": late}, (*page.numbered(buttons), *more, every, ask, scope.menu_button()))


def kinds(scope: Scope, _argument: str) -> Reply:
    """Lists the kinds of which something is open, the one with most late first."""
    counts = need_board.by_kind(scope.db, scope.unit, scope.now)
    if not counts:
        return listed(scope, "")
    ordered = sorted(counts, key=lambda kind: (-counts[kind].late, -counts[kind].count, rules.KINDS.index(kind)))
    buttons = tuple(
        scope.button(
            "needs.kind_late" if counts[kind].late else "needs.kind",
            f"do:needs:{kind}.0",
            kind=scope.text(f"visit_report.needs.{kind}"),
            count=counts[kind].count,
            late=counts[kind].late,
        )
        for kind in ordered
    )
    return Said("needs.kinds", buttons=(*buttons, scope.button("needs.button.list", "do:needs"), scope.menu_button()))


def _labelled(scope: Scope, need: Need, person: Person) -> str:
    """Says whose it is and how far, «Làm giấy tờ · Lê Văn Nam · xóm 6 · đang hỏi · trễ»."""
    is_late = need.due_at is not None and need.due_at < scope.now
    marks = [scope.text(f"needs.mark.{need.step}")] if need.step != rules.RAISED else []
    marks += [scope.text("needs.mark.late")] if is_late else []
    return " · ".join((_line(scope, need, person), *marks))


def _line(scope: Scope, need: Need, person: Person) -> str:
    line = scope.text("needs.line", who=name_of(person), need=scope.text(f"visit_report.needs.{need.kind}"))
    return " · ".join(part for part in (line, written_for(scope.author, need.named_by)) if part)


def need_in(scope: Scope, argument: str) -> Need | None:
    """Finds an open need of the officer's own commune."""
    need = needs.get(scope.db, id_in(argument))
    return need if need and need.state == "open" and need.unit == scope.unit else None


def show(scope: Scope, argument: str) -> Reply:
    if not argument:
        return listed(scope, "")
    need = need_in(scope, argument)
    person = persons.get(scope.db, need.person_id) if need else None
    if need is None or person is None:
        return not_here(scope)
    since = scope.wording.day(local_day(need.opened_at), scope.today)
    lines = [scope.text("needs.one", line=_line(scope, need, person), since=since, times=need.times)]
    lines += [scope.text("needs.words", words=need.words)] if need.words else []
    late = ".late" if need.due_at and need.due_at < scope.now else ""
    day = scope.day(local_day(need.due_at)) if need.due_at else ""
    lines.append(scope.text(f"needs.step.{need.step}{late}", who=owner_named(scope, need), day=day))
    return Said("needs.card", {"lines": "\n".join(lines)}, _buttons(scope, need, person))


def _buttons(scope: Scope, need: Need, person: Person) -> tuple[Button, ...]:
    """Offers what may become of it at its step."""
    number = need.id
    offered = {
        rules.RAISED: (("offer", f"go:need_offer:need={number}"), ("take", f"do:need_take:{number}")),
        rules.OFFERED: (("recall", f"do:need_recall:{number}"),),
        rules.ACCEPTED: (("recall", f"do:need_recall:{number}"),),
        rules.DONE: tuple((word, f"do:need_{word}:{number}") for word in ("partly", "missed")),
    }[need.step]
    if need.step == rules.ACCEPTED and need.helper_id == scope.account.id:
        offered = (("helping", f"do:helping_one:{number}"), *offered)
    return (
        *(scope.button(f"need.button.{name}", press) for name, press in offered),
        scope.button("needs.button.met", f"do:need_met:{number}"),
        scope.button("needs.button.dropped", f"do:need_dropped:{number}"),
        scope.button("need.button.history", f"do:need_history:{number}"),
        scope.button("officer.button.card", f"do:person_card:{person.id}"),
        scope.button("needs.button.list", "do:needs"),
    )


def history(scope: Scope, argument: str) -> Reply:
    """Tells what has become of a need so far, the earliest first."""
    need = needs.get(scope.db, id_in(argument))
    if need is None or need.unit != scope.unit:
        return not_here(scope)
    steps = need_steps.of_need(scope.db, need.id)
    people = {account_id for step in steps for account_id in (step.by, step.helper_id) if account_id}
    names = {account.id: scope.wording.called(account) for account in accounts.several(scope.db, people).values()}
    lines = "\n".join(_step_line(scope, step, names) for step in steps)
    scope.audit("need.history", need.person_id, str(need.id))
    back = scope.button("need.button.one", f"do:need_one:{need.id}")
    return Said("need.history", {"lines": lines}, (back, scope.button("needs.button.list", "do:needs")))


def _step_line(scope: Scope, step: NeedStep, names: dict[int, str]) -> str:
    nobody = scope.text("need.history.nobody")
    by, helper = names.get(step.by or 0, nobody), names.get(step.helper_id or 0, nobody)
    told = scope.text(f"need.history.{step.move}", by=by, helper=helper)
    why = [scope.text(f"helping_no.reason.{step.reason}")] if step.reason else []
    why += [step.words] if step.words else []
    return scope.text("need.history.line", at=scope.moment(step.at), told=": ".join((told, *why)))


def met(scope: Scope, argument: str) -> Reply:
    return _close(scope, argument, rules.MET)


def dropped(scope: Scope, argument: str) -> Reply:
    return _close(scope, argument, rules.NOT_WANTED)


def _close(scope: Scope, argument: str, outcome: str) -> Reply:
    need = need_in(scope, argument)
    if need is None or not need_telling.over(scope.db, scope.deployment, need, outcome, scope.account.id):
        return not_here(scope)
    return Said("needs.closed", buttons=(scope.button("needs.button.list", "do:needs"), scope.menu_button()))


COMMANDS = (
    Command(
        "needs", listed, may=OFFICER, words=("/needs", "/canhotro", "can ho tro", "viec can giup", "nhu cau", "needs")
    ),
    Command("need_kinds", kinds, may=OFFICER, words=("/loaicanho", "can ho tro theo loai", "needs by kind")),
    Command("need_one", show, may=OFFICER, words=("xem viec can ho tro", "see need")),
    Command("need_history", history, may=OFFICER),
    Command("need_met", met, may=OFFICER),
    Command("need_dropped", dropped, may=OFFICER),
)
