"""An officer sees who is on leave or asks for it, and says yes, with who stands in, or no."""

from datetime import date

from handlers.assignments.assign import guardian_line
from handlers.assignments.covering import end_cover, plan_cover
from handlers.assignments.leave import days_of
from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people import naming
from storage import accounts, assignments, covers
from storage.accounts import Account
from storage.covers import Cover

OFFICER = ("officer",)


def leaves_asked(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the leaves of the commune that wait for an answer."""
    waiting = [cover for cover in covers.of_unit(scope.db, scope.unit) if cover.state == "asked"]
    return [Option(str(cover.id), _named(scope.author, cover)) for cover in waiting]


def cover_named(value: str, viewer: Viewer) -> str:
    cover = covers.get(viewer.db, id_in(value))
    is_ours = cover is not None and viewer.reader is not None and cover.unit == viewer.reader.unit
    return _named(viewer, cover) if cover and is_ours else ""


def _named(viewer: Viewer, cover: Cover) -> str:
    guardian = accounts.get(viewer.db, cover.guardian_id)
    who = guardian.name if guardian else ""
    return viewer.text("cover.line", who=who, **days_of(viewer.wording, cover))


def agrees(answers: Answers) -> bool:
    return bool(answers["answer"] == "yes")


def free_guardians(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the commune's other guardians who are there on these days: whom the guardian proposes, then the fewest."""
    cover = covers.get(scope.db, id_in(str(answers.get("cover", ""))))
    if cover is None or cover.unit != scope.unit:
        return []
    return free_on(scope, cover.guardian_id, cover.first_day, cover.last_day, proposed_id=cover.stand_in_id)


def free_on(scope: Scope, guardian_id: int, first: date, last: date, *, proposed_id: int | None = None) -> list[Option]:
    """Offers the commune's other guardians without a leave of their own on these days, the one proposed in front."""
    loads = assignments.loads(scope.db, scope.unit)
    away = {
        cover.guardian_id
        for cover in covers.of_unit(scope.db, scope.unit)
        if cover.state == "agreed" and cover.first_day <= last and first <= cover.last_day
    }
    present = [
        guardian
        for guardian in accounts.with_role(scope.db, scope.unit, "guardian")
        if guardian.id not in (*away, guardian_id)
    ]
    present.sort(key=lambda guardian: (guardian.id != proposed_id, loads.get(guardian.id, 0)))
    names = naming.of_accounts(scope.wording, present)
    return [Option(str(each.id), guardian_line(each, names[each.id], scope.author)) for each in present]


def stand_in_named(value: str, viewer: Viewer) -> str:
    account = accounts.get(viewer.db, id_in(value))
    is_ours = account is not None and viewer.reader is not None and account.unit == viewer.reader.unit
    return guardian_line(account, account.name, viewer) if account and is_ours else ""


def decide(answers: Answers, scope: Scope) -> Said:
    cover = covers.get(scope.db, id_in(answers["cover"]))
    if cover is None or cover.state != "asked" or cover not in covers.of_unit(scope.db, scope.unit):
        raise Problem("no_longer_there", question="cover")
    stand_in = accounts.get(scope.db, id_in(answers["stand_in"])) if agrees(answers) else None
    if not covers.decide(scope.db, cover, stand_in_id=stand_in.id if stand_in else None, by=scope.account.id):
        raise Problem("no_longer_there", question="cover")
    decided = covers.get(scope.db, cover.id) or cover
    _tell_guardian(scope, decided, stand_in)
    more = (scope.button("cover.button.list", "do:covers"), scope.menu_button())
    if stand_in is None:
        return Said("cover_decide.refused", buttons=more)
    plan_cover(scope.db, scope.deployment, decided)
    fields = {"who": scope.wording.called(stand_in), **days_of(scope.wording, decided)}
    return Said("cover_decide.agreed", fields, more)


def _tell_guardian(scope: Scope, cover: Cover, stand_in: Account | None) -> None:
    """Tells the answer; of a leave that runs already the guardian hears with its beginning."""
    if cover.runs_on(scope.today):
        return

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(stand_in) if stand_in else ""
        key = "notice.cover.agreed" if stand_in else "notice.cover.refused"
        return Outgoing(wording.text(key, who=who, **days_of(wording, cover)))

    notices.tell(scope.db, scope.deployment, cover.guardian_id, "cover", telling, subject_id=cover.id)


def listed(scope: Scope, _argument: str) -> Reply:
    """Lists who is on leave, will be, or asks for it, with a button for each that can be answered or ended."""
    shown = covers.of_unit(scope.db, scope.unit)
    enter = scope.button("cover.button.enter", "go:cover_enter")
    if not shown:
        return Said("covers.none", buttons=(enter, scope.menu_button()))
    guardians = accounts.several(
        scope.db, {id for cover in shown for id in (cover.guardian_id, cover.stand_in_id) if id}
    )
    buttons = tuple(_button(scope, cover, guardians) for cover in shown)
    return Said("covers.head", {"count": len(shown)}, (*buttons, enter, scope.menu_button()))


def _button(scope: Scope, cover: Cover, guardians: dict[int, Account]) -> Button:
    fields = {"who": guardians[cover.guardian_id].name, **days_of(scope.wording, cover)}
    if cover.state == "asked":
        return scope.button("covers.asked", f"go:cover_decide:cover={cover.id}", **fields)
    stand_in = guardians.get(cover.stand_in_id or 0)
    other = scope.wording.called(stand_in) if stand_in else ""
    return scope.button("covers.agreed", f"do:cover_end:{cover.id}", stand_in=other, **fields)


def end(scope: Scope, argument: str) -> Reply:
    """Asks once more before a leave is ended; with `.yes` behind the id it is."""
    number, _, answer = argument.partition(".")
    cover = covers.get(scope.db, id_in(number))
    if cover is None or cover.unit != scope.unit or cover not in covers.of_unit(scope.db, scope.unit):
        return Said("leave.over", buttons=(scope.menu_button(),))
    back = scope.button("cover.button.list", "do:covers")
    if answer != "yes":
        yes = scope.button("cover.button.end", f"do:cover_end:{cover.id}.yes")
        return Said("cover_end.ask", {"what": _named(scope.author, cover)}, (yes, back, scope.menu_button()))
    end_cover(scope.db, scope.deployment, cover, by=scope.account.id)
    return Said("cover_end.done", buttons=(back, scope.menu_button()))


cover_decide = Form(
    "cover_decide",
    Choice("cover", leaves_asked, named=cover_named),
    Choice("answer", ("yes", "no"), labels="dialogue.consent", understood_as="yes_no"),
    Choice("stand_in", free_guardians, named=stand_in_named, when=agrees),
    submit=decide,
    may=OFFICER,
)
COMMANDS = (
    Command("covers", listed, may=OFFICER, words=("/nghiphep", "nghi phep", "nguoi nghi", "/covers", "on leave")),
    Command("cover_end", end, may=OFFICER),
)
