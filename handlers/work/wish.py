"""Nothing suits: what somebody would like is left with the officers, as a need and, with consent, in words."""

from handlers.kit import Answers, Button, Choice, Form, Outgoing, Said, Text
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import notices, officers, pass_on
from handlers.notify.need_telling import raise_need
from handlers.people import offices, record
from handlers.people.agreement import GIVEN, Agreement, settled
from handlers.work import my_search
from handlers.work.find_work import PERSON
from rules.trades import HOURS, PLACES, TRADES
from storage.persons import Person

KINDS = ("job", "training")


def a_job(answers: Answers) -> bool:
    return bool(answers["kind"] == "job")


def leave(answers: Answers, scope: Scope) -> Said:
    person = record.person_of(scope)
    assert person is not None
    raise_need(scope.db, scope.deployment, person.id, answers["kind"], by=scope.account.id)
    my_search.note_wish(scope, person.id, answers)
    if settled(scope, "relay", answers["agree"]):
        reached = pass_on.to_officer(scope, in_words(answers, scope))
    else:
        reached = officers.tell(scope, "wish", _telling(person, answers["kind"]), subject_id=person.id)
    key = "wish.done" if reached else "wish.done_later"
    officer = offices.named_all(scope, reached) if reached else ""
    again = scope.button("find_work.again", "do:jobs")
    return Said(key, {"officer": officer}, (again, scope.menu_button()))


def in_words(answers: Answers, scope: Scope) -> str:
    return scope.text("wish.in_words", wish=wish.in_short(answers, scope.author))


def _telling(person: Person, kind: str) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        text = wording.text("notice.wish", who=who, Who=capital(who), kind=wording.text(f"visit_report.needs.{kind}"))
        needs_list = Button(
            wording.text("notice.officer_digest.button.needs"),
            "do:needs",
            "command",
            wording.text("notice.officer_digest.typed.needs"),
        )
        return Outgoing(text, (needs_list,))

    return telling


wish = Form(
    "wish",
    Choice("kind", KINDS, detail="brief"),
    Choice("trade", (*TRADES[:-1], "any"), labels="trade", understood_as="trade", in_a_word=True, detail="brief"),
    Choice("place", PLACES, detail="brief"),
    Choice("hours", HOURS, when=a_job, detail="brief"),
    Text("words", longest=300, optional=True, detail="brief"),
    Agreement("agree", "relay"),
    submit=leave,
    may=PERSON,
    ready=record.missing,
)


def begin(_scope: Scope, argument: str) -> Reply:
    return Start("wish", {"agree": GIVEN, **({"kind": argument} if argument in KINDS else {})})


COMMANDS = (Command("wish", begin, may=PERSON, words=("/wish", "/mongmuon")),)
