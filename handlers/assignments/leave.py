"""A guardian says for which days they are away and who might stand in; an officer decides, and is told of it here."""

from datetime import date

from handlers.assignments import covering
from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people import naming
from handlers.people.day_span import SpanEnd, SpanStart
from rules import covers as rules
from storage import accounts, assignments, covers
from storage.accounts import Account
from storage.covers import Cover

GUARDIAN = ("guardian",)
OFFICE_CHOOSES = "office"


def possible_stand_ins(_answers: Answers, scope: Scope) -> list[Option]:
    """Offers the commune's other guardians, those who look after the fewest first, or that the office chooses."""
    loads = assignments.loads(scope.db, scope.unit)
    others = [each for each in accounts.with_role(scope.db, scope.unit, "guardian") if each.id != scope.account.id]
    others.sort(key=lambda guardian: loads.get(guardian.id, 0))
    names = naming.told_apart(others, scope.wording.called, lambda account: account.name)
    options = [Option(str(guardian.id), capital(names[guardian.id])) for guardian in others]
    return [*options, Option(OFFICE_CHOOSES, scope.text("guardian_leave.stand_in.office"))]


def stand_in_named(value: str, viewer: Viewer) -> str:
    if value == OFFICE_CHOOSES:
        return viewer.text("guardian_leave.stand_in.office")
    account = accounts.get(viewer.db, id_in(value))
    is_ours = account is not None and viewer.reader is not None and account.unit == viewer.reader.unit
    return capital(viewer.wording.called(account)) if account and is_ours else ""


def ask(answers: Answers, scope: Scope) -> Said:
    """Notes the leave and tells the officers on duty; nothing changes before one of them has agreed."""
    first, last = (date.fromisoformat(answers[day]) for day in ("first_day", "last_day"))
    if code := rules.last_day_problem(first, last):
        raise Problem(code, question="last_day", days=rules.LONGEST.days)
    if problem := in_the_way(scope, scope.account.id, first, last):
        raise problem
    stand_in_id = id_in(answers["stand_in"]) or None
    cover_id = covers.ask(
        scope.db, unit=scope.unit, guardian_id=scope.account.id, stand_in_id=stand_in_id, first_day=first, last_day=last
    )
    cover = covers.get(scope.db, cover_id)
    assert cover is not None
    _tell_officers(scope, cover)
    covering.plan_question(scope.db, cover)
    fields = {"first": scope.day(first), "last": scope.day(last)}
    return Said("guardian_leave.thanks", fields, (scope.button("leave.button", "do:my_leave"), scope.menu_button()))


def in_the_way(scope: Scope, guardian_id: int, first: date, last: date) -> Problem | None:
    """Finds what speaks against a leave on these days: one that stands already, or standing in for somebody."""
    for cover in covers.of_account(scope.db, guardian_id):
        if cover.first_day > last or cover.last_day < first:
            continue
        if cover.guardian_id == guardian_id:
            return Problem("asked_already", question="first_day", day=scope.day(cover.first_day))
        if cover.state == "agreed":
            guardian = accounts.get(scope.db, cover.guardian_id)
            who = scope.wording.called(guardian) if guardian else ""
            return Problem("stands_in", question="first_day", who=who, day=scope.day(cover.last_day))
    return None


def _tell_officers(scope: Scope, cover: Cover) -> None:
    def telling(wording: Wording) -> Outgoing:
        fields = {"Who": capital(wording.called(scope.account)), **days_of(wording, cover)}
        return Outgoing(
            wording.text("notice.cover.asked", **fields),
            (decide_button(wording, cover),),
        )

    officers = accounts.on_call(scope.db, scope.unit)
    notices.tell_each(scope.db, scope.deployment, officers, "cover", lambda _: telling, subject_id=cover.id)


def days_of(wording: Wording, cover: Cover) -> dict[str, str]:
    """Words the first and the last day."""
    return {"first": wording.day(cover.first_day), "last": wording.day(cover.last_day)}


def decide_button(wording: Wording, cover: Cover) -> Button:
    press = f"go:cover_decide:cover={cover.id}"
    return Button(wording.text("cover.button.decide"), press, "command", wording.text("cover.typed"))


def own(scope: Scope, _argument: str) -> Reply:
    """Shows the guardian's own leaves and whom they stand in for, or asks for the days where there is none."""
    shown = covers.of_account(scope.db, scope.account.id)
    if not shown:
        return Start("guardian_leave")
    guardians = accounts.several(
        scope.db, {id for cover in shown for id in (cover.guardian_id, cover.stand_in_id) if id}
    )
    lines = [_line(scope, cover, guardians) for cover in shown]
    mine = [cover for cover in shown if cover.guardian_id == scope.account.id]
    ends = tuple(
        scope.button("leave.end", f"do:my_leave_end:{cover.id}", first=scope.day(cover.first_day)) for cover in mine
    )
    again = scope.button("leave.again", "go:guardian_leave")
    return Outgoing("\n".join(lines), (*ends, again, scope.menu_button()))


def _line(scope: Scope, cover: Cover, guardians: dict[int, Account]) -> str:
    days = days_of(scope.wording, cover)
    stand_in = guardians.get(cover.stand_in_id or 0)
    if cover.guardian_id != scope.account.id:
        return scope.text("leave.line.for_other", who=scope.wording.called(guardians[cover.guardian_id]), **days)
    who = scope.wording.called(stand_in) if stand_in and cover.state == "agreed" else ""
    return scope.text(f"leave.line.{cover.state}", who=who, **days)


def end(scope: Scope, argument: str) -> Reply:
    """Ends the leave of a guardian who is back early, or does not go after all."""
    cover = covers.get(scope.db, id_in(argument))
    if cover is None or cover.guardian_id != scope.account.id or cover.id not in _standing(scope):
        return Said("leave.over", buttons=(scope.menu_button(),))
    covering.end_cover(scope.db, scope.deployment, cover, by=scope.account.id)
    return Said("leave.ended", buttons=(scope.button("menu.guardian.people", "do:people"), scope.menu_button()))


def _standing(scope: Scope) -> set[int]:
    return {cover.id for cover in covers.of_account(scope.db, scope.account.id)}


guardian_leave = Form(
    "guardian_leave",
    SpanStart("first_day", problem=rules.first_day_problem, offers=(0, 1), to_come=True),
    SpanEnd("last_day", problem=rules.first_day_problem, offers=(1, 7), to_come=True),
    Choice("stand_in", possible_stand_ins, named=stand_in_named),
    submit=ask,
    may=GUARDIAN,
)

COMMANDS = (
    Command(
        "my_leave",
        own,
        may=GUARDIAN,
        words=("/nghi", "nghi", "xin nghi", "toi xin nghi", "toi di vang", "/away"),
    ),
    Command("my_leave_end", end, may=GUARDIAN),
)
