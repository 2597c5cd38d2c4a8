"""An officer reads a request, says yes or no with a reason, and has the letter; whoever asked hears of it."""

from handlers.absences import counted, letter, own, returning
from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, id_in, number_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people.naming import name_of
from handlers.people.targets import not_here, person_in
from rules.absences import AWAY, WAITING
from storage import absences
from storage.absences import Absence
from storage.persons import Person

OFFICER = ("officer",)
MOST = 20
DECISIONS = ("allowed", "refused")


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists what waits for a decision and who is away, or shows the request of this number."""
    if argument:
        return show(scope, argument)
    waiting = absences.in_state(scope.db, scope.unit, WAITING, AWAY)[:MOST]
    people = {asked.id: person for asked in waiting if (person := person_in(scope, str(asked.person_id), "absence"))}
    buttons = tuple(
        Button(_line(scope, asked, people[asked.id]), f"do:absence:{asked.number}")
        for asked in waiting
        if asked.id in people
    )
    key = "absences.list" if buttons else "absences.none"
    return Said(key, {"count": len(buttons)}, (*buttons, scope.menu_button()))


def _line(scope: Scope, asked: Absence, person: Person) -> str:
    state = scope.text(f"absence.state.{asked.state}")
    return scope.text("absences.line", number=asked.code, who=person.name, day=scope.day(asked.from_on), state=state)


def show(scope: Scope, argument: str) -> Reply:
    asked = absences.by_number(scope.db, scope.unit, number_in(argument))
    person = person_in(scope, str(asked.person_id), "absence") if asked else None
    if asked is None or person is None:
        return not_here(scope)
    return Outgoing("\n".join(_described(scope, asked, person)), (*_deeds(scope, asked, person), scope.menu_button()))


def _described(scope: Scope, asked: Absence, person: Person) -> list[str]:
    count = counted.of(scope.db, person, asked.from_on, asked.until_on, but=asked)
    return [
        name_of(person),
        own.line(scope, asked),
        scope.text("absence.reason", why=asked.told["why"]),
        counted.aloud(scope.wording, count),
    ]


def _deeds(scope: Scope, asked: Absence, person: Person) -> tuple[Button, ...]:
    every = scope.button("absences.button", "do:absence")
    if asked.state == WAITING:
        begin = f"go:absence_decision:absence={asked.id};decision="
        decide = (scope.button(f"absence_decision.decision.{answer}", f"{begin}{answer}") for answer in DECISIONS)
        return (*decide, every)
    if asked.state in ("allowed", "refused"):
        home = scope.button("absence.is_back", f"do:absence_is_back:{asked.number}")
        return *((home,) if _is_away(scope, asked) else ()), letter.LETTER.button(scope, person, str(asked.id)), every
    return (every,)


def _is_away(scope: Scope, asked: Absence) -> bool:
    return asked.state == AWAY and asked.from_on <= scope.today


def is_back(scope: Scope, argument: str) -> Reply:
    """Notes that somebody is home whom an officer has seen, who need not have a phone to say so; shows the request."""
    asked = absences.by_number(scope.db, scope.unit, number_in(argument))
    person = person_in(scope, str(asked.person_id), "absence") if asked else None
    if asked is None or person is None:
        return not_here(scope)
    if _is_away(scope, asked):
        returning.end(scope, asked)
    return show(scope, argument)


def waiting(_answers: Answers, scope: Scope) -> list[Option]:
    return [
        Option(str(asked.id), absence_named(str(asked.id), scope.author))
        for asked in absences.in_state(scope.db, scope.unit, WAITING)
    ]


def absence_named(value: str, viewer: Viewer) -> str:
    asked = absences.get(viewer.db, id_in(value))
    if asked is None or viewer.reader is None or asked.unit != viewer.reader.unit:
        return ""
    return viewer.text(
        "absence.days", number=asked.code, first=viewer.day(asked.from_on), last=viewer.day(asked.until_on)
    )


def decide(answers: Answers, scope: Scope) -> Said:
    """Writes the decision down, tells whoever asked, and plans the reminder of the way back."""
    asked = absences.get(scope.db, id_in(answers["absence"]))
    person = person_in(scope, str(asked.person_id), "absence") if asked and asked.unit == scope.unit else None
    if asked is None or person is None:
        raise Problem("no_longer_there", question="absence")
    if not absences.decide(scope.db, asked, answers["decision"], answers["why"], scope.account.id):
        raise Problem("no_longer_there", question="absence")
    decided = absences.get(scope.db, asked.id)
    assert decided is not None
    if decided.state == AWAY:
        returning.plan(scope.db, scope.deployment, decided)
    _tell(scope, decided)
    buttons = (
        letter.LETTER.button(scope, person, str(asked.id)),
        scope.button("absences.button", "do:absence"),
        scope.menu_button(),
    )
    return Said(f"absence_decision.done.{decided.state}", {"number": asked.code}, buttons)


def _tell(scope: Scope, decided: Absence) -> None:
    def telling(wording: Wording) -> Outgoing:
        text = wording.text(f"notice.absence_news.{decided.state}", number=decided.code, why=decided.why)
        typed = wording.text("absences_own.typed")
        see = Button(wording.text("absences_own.button"), f"do:absence_own:{decided.id}", "command", typed)
        return Outgoing(text, (see,))

    notices.tell(scope.db, scope.deployment, decided.asked_by, "absence_news", telling, subject_id=decided.person_id)


def nothing_waits(scope: Scope) -> Said | None:
    if absences.in_state(scope.db, scope.unit, WAITING):
        return None
    return Said("absences.none", buttons=(scope.menu_button(),))


absence_decision = Form(
    "absence_decision",
    Choice("absence", waiting, named=absence_named),
    Choice("decision", DECISIONS),
    Text("why", longest=500),
    submit=decide,
    may=OFFICER,
    ready=nothing_waits,
)
COMMANDS = (
    Command(
        "absence",
        listed,
        may=OFFICER,
        words=("/vang", "xin vang", "don xin vang", "xem don", "absences"),
        record="absence",
        lists=True,
    ),
    Command("absence_is_back", is_back, may=OFFICER),
)
