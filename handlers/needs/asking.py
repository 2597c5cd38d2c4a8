"""Asking for help: the person, or a guardian or officer for them, says what is needed, in a few words of their own."""

from handlers.kit import Answers, Button, Choice, Form, Outgoing, Problem, Said, Text, YesNo
from handlers.kit.commands import Command, begins
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.needs.kinds import NeedKind
from handlers.notify import need_telling, notices, officers
from handlers.people import offices, record
from handlers.people.naming import person_named
from handlers.people.targets import people_to_choose, person_in
from rules.needs import KINDS
from storage import needs
from storage.persons import Person

PERSON, FOR_OTHERS = ("person",), ("guardian", "officer")
LONGEST = 500


def ask(answers: Answers, scope: Scope) -> Said:
    person = record.person_of(scope)
    assert person is not None
    return _raised(scope, person, answers, shares_phone=answers["phone"] == "yes")


def ask_for(answers: Answers, scope: Scope) -> Said:
    person = person_in(scope, answers["person"], "need")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    return _raised(scope, person, answers, proxy=scope.account.id)


def _raised(
    scope: Scope, person: Person, answers: Answers, *, proxy: int | None = None, shares_phone: bool = False
) -> Said:
    fresh = need_telling.raise_need(
        scope.db,
        scope.deployment,
        person.id,
        answers["kind"],
        proxy=proxy,
        by=scope.account.id,
        words=answers.get("words"),
        shares_phone=shares_phone,
    )
    kind = scope.text(f"visit_report.needs.{answers['kind']}")
    reached = []
    if fresh and "officer" not in scope.account.roles:
        reached = officers.tell(scope, "wish", _telling(person, answers["kind"]), subject_id=person.id)
    who = offices.named_all(scope, reached) if reached else scope.text("person.officers_on_duty")
    key = "need.asked" if fresh else "need.asked_already"
    return Said(key, {"kind": kind.lower(), "officer": who}, _on(scope, person, answers["kind"], proxy is not None))


def _on(scope: Scope, person: Person, kind: str, for_others: bool) -> tuple[Button, ...]:
    own = next((need for need in needs.of_person(scope.db, person.id) if need.kind == kind), None)
    if not for_others:
        return (scope.button("person.menu.my_help", "do:my_help"), scope.menu_button())
    if "officer" in scope.account.roles and own is not None:
        return (scope.button("need.button.one", f"do:need_one:{own.id}"), scope.menu_button())
    return (scope.menu_button(),)


def _telling(person: Person, kind: str) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        text = wording.text(
            "notice.wish.help", Who=capital(wording.called(person)), kind=wording.text(f"visit_report.needs.{kind}")
        )
        board = Button(wording.text("need.button.board"), "do:needs", "command", wording.text("need.typed.board"))
        return Outgoing(text, (board,))

    return telling


need_ask = Form(
    "need_ask",
    NeedKind("kind", KINDS, labels="visit_report.needs", understood_as="needs", detail="head"),
    Text("words", longest=LONGEST, optional=True, verbatim=True),
    YesNo("phone"),
    submit=ask,
    may=PERSON,
    ready=record.missing,
)
need_for = Form(
    "need_for",
    Choice("person", people_to_choose, named=person_named, detail="head"),
    NeedKind("kind", KINDS, labels="visit_report.needs", understood_as="needs", detail="head"),
    Text("words", longest=LONGEST, optional=True, verbatim=True),
    submit=ask_for,
    may=FOR_OTHERS,
    review=False,
)


COMMANDS = (
    Command(
        "need_ask",
        begins("need_ask"),
        may=PERSON,
        words=("/nhoviec", "nho viec", "nho them viec", "nho viec khac", "ask for something"),
    ),
    Command(
        "need_for", begins("need_for"), may=FOR_OTHERS, words=("/nhoho", "nho ho", "nho giup ho", "ask for somebody")
    ),
)
