"""The side of whoever helps: what they are asked for and have taken on, yes or no, done; and with what they help."""

from handlers.kit import Answers, Button, Choice, Choices, Form, Option, Problem, Said, Text
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.notify import need_telling
from handlers.people.naming import in_short
from handlers.understand.phones import spoken
from rules import needs as rules
from rules.local_time import local_day
from rules.need_notices import HELPING
from storage import access_to_needs, accounts, assignments, help_offers, needs, persons, phones
from storage.needs import Need
from storage.persons import Person

LONGEST = 300


def listed(scope: Scope, argument: str) -> Reply:
    """Lists what one is asked for or has taken on, what is due soonest first."""
    held = needs.of_helper(scope.db, scope.account.id)
    kinds = scope.button("helping.button.kinds", "go:helping_kinds")
    if not held:
        return Said("helping.none", buttons=(kinds, scope.menu_button()))
    page = ListPage.asked(argument, len(held))
    shown = page.of(held)
    buttons = page.numbered([Button(_line(scope, need), f"do:helping_one:{need.id}") for need in shown])
    more = page.more(scope, "do:helping:")
    return Said("helping.list", {"count": len(held)}, (*buttons, *more, kinds, scope.menu_button()))


def _line(scope: Scope, need: Need) -> str:
    day = scope.day(local_day(need.due_at)) if need.due_at else ""
    late = "_late" if need.due_at and need.due_at < scope.now else ""
    kind = scope.text(f"visit_report.needs.{need.kind}")
    return scope.text(f"helping.line.{need.step}{late}", need=kind, day=day)


def _need(scope: Scope, argument: str) -> Need | None:
    """Finds what one is asked for or has taken on; without a number what is due first."""
    if not argument:
        return next(iter(needs.of_helper(scope.db, scope.account.id)), None)
    need = needs.get(scope.db, id_in(argument))
    return need if need and access_to_needs.helps(scope.account, need) else None


def show(scope: Scope, argument: str) -> Reply:
    """Shows what is asked; who it is for by first name only once it is taken on, and the number if they agreed."""
    need = _need(scope, argument)
    person = persons.get(scope.db, need.person_id) if need else None
    if need is None or person is None:
        return _gone(scope) if argument else listed(scope, "")
    scope.audit("need.looked", person.id, f"{need.kind} {need.step}")
    lines = [_line(scope, need)]
    lines += (
        _need_lines(scope, need, person)
        if need.step == rules.ACCEPTED
        else [scope.text("helping.where", hamlet=person.hamlet)]
    )
    lines += [scope.text("needs.words", words=need.words)] if need.words else []
    return Said("needs.card", {"lines": "\n".join(lines)}, _buttons(scope, need))


def _need_lines(scope: Scope, need: Need, person: Person) -> list[str]:
    who = in_short(scope.wording, [person])[person.id]
    told = [scope.text("helping.who", who=who, hamlet=person.hamlet)]
    number = phones.of_person(scope.db, person) if need.shares_phone else None
    if number:
        return [*told, scope.text("helping.phone", who=who, phone=spoken(number))]
    guardian = accounts.get(scope.db, assignments.guardian_of(scope.db, person.id))
    through = scope.wording.called(guardian) if guardian else scope.text("need.owner.officers")
    return [*told, scope.text("helping.through", who=who, through=through)]


def _buttons(scope: Scope, need: Need) -> tuple[Button, ...]:
    first = (
        (("yes", f"do:helping_yes:{need.id}"), ("no", f"go:helping_no:need={need.id}"))
        if need.step == rules.OFFERED
        else (("done", f"do:helping_done:{need.id}"), ("back", f"go:helping_no:need={need.id}"))
    )
    offered = (scope.button(f"helping.button.{name}", press) for name, press in first)
    return (*offered, scope.button("helping.button.list", "do:helping"), scope.menu_button())


def _gone(scope: Scope) -> Said:
    return Said("helping.gone", buttons=(scope.button("helping.button.list", "do:helping"), scope.menu_button()))


def yes(scope: Scope, argument: str) -> Reply:
    need = _need(scope, argument)
    if need is None:
        return _gone(scope)
    need_telling.go_on(scope.db, scope.deployment, need, "accept", by=scope.account.id)
    return show(scope, argument)


def done(scope: Scope, argument: str) -> Reply:
    """Says that the help was given; the person is asked whether it has arrived."""
    need = _need(scope, argument)
    if need is None or not need_telling.go_on(scope.db, scope.deployment, need, "finish", by=scope.account.id):
        return _gone(scope)
    return Said("helping.done", buttons=(scope.button("helping.button.list", "do:helping"), scope.menu_button()))


def held_needs(_answers: Answers, scope: Scope) -> list[Option]:
    return [Option(str(need.id), _line(scope, need)) for need in needs.of_helper(scope.db, scope.account.id)]


def need_named(value: str, viewer: Viewer) -> str:
    need = needs.get(viewer.db, id_in(value))
    return viewer.text(f"visit_report.needs.{need.kind}") if need and access_to_needs.helps(viewer.reader, need) else ""


def give_back(answers: Answers, scope: Scope) -> Said:
    """Says no, or gives back what was taken on; the officers hear why."""
    need = _need(scope, answers["need"])
    move = {rules.OFFERED: "refuse", rules.ACCEPTED: "give_back"}[need.step] if need else ""
    if need is None or not need_telling.go_on(
        scope.db,
        scope.deployment,
        need,
        move,
        by=scope.account.id,
        reason=answers["reason"],
        words=answers.get("words"),
    ):
        raise Problem("no_longer_there", question="need")
    return Said("helping_no.thanks", buttons=(scope.button("helping.button.list", "do:helping"), scope.menu_button()))


def set_kinds(answers: Answers, scope: Scope) -> Said:
    me = scope.account
    hamlet = help_offers.hamlet_of(scope.db, me.id)
    help_offers.set_kinds(scope.db, unit=scope.unit, account_id=me.id, kinds=answers["kinds"], hamlet=hamlet, by=me.id)
    key = "helping_kinds.thanks" if answers["kinds"] else "helping_kinds.none"
    return Said(key, buttons=(scope.button("helping.button.list", "do:helping"), scope.menu_button()))


helping_no = Form(
    "helping_no",
    Choice("need", held_needs, named=need_named, detail="head"),
    Choice("reason", rules.REASONS),
    Text("words", longest=LONGEST, optional=True, verbatim=True),
    submit=give_back,
    may=HELPING,
    review=False,
)
helping_kinds = Form(
    "helping_kinds",
    Choices("kinds", rules.KINDS, labels="visit_report.needs", understood_as="needs"),
    submit=set_kinds,
    may=HELPING,
    review=False,
)
COMMANDS = (
    Command(
        "helping", listed, may=HELPING, words=("/viecduocnho", "viec duoc nho", "viec toi nhan", "what i help with")
    ),
    Command("helping_one", show, may=HELPING, words=("xem viec duoc nho", "see what is asked")),
    Command("helping_yes", yes, may=HELPING),
    Command("helping_done", done, may=HELPING),
)
