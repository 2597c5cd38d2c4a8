"""Who chooses what else a check-in asks: the person for themself, an officer for a person, who may take it out."""

from handlers.kit import Answers, Button, Choice, Choices, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.messages import JsonValue
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from handlers.notify import notices
from handlers.people import record
from handlers.people.naming import person_named
from handlers.people.offices import with_office
from handlers.people.targets import not_here, people_to_choose, person_in
from rules.checkins import MOST_QUESTIONS, QUESTIONS
from storage import accounts, checkin_questions, persons
from storage.checkin_questions import Chosen
from storage.database import Db
from storage.persons import Person

PERSON = ("person",)


def topic(question: str, wording: Wording) -> str:
    return wording.text(f"checkin.{question}.label")


def shown(scope: Scope, _argument: str = "") -> Reply:
    """Shows what one is asked beside the face, who chose it, and how to take it out."""
    person = record.person_of(scope)
    if person is None:
        return record.missing(scope) or not_here(scope)
    return _shown(scope, person)


def _shown(scope: Scope, person: Person) -> Outgoing:
    chosen = [each for each in checkin_questions.of_person(scope.db, person.id) if each.question in QUESTIONS]
    head = scope.text("checkin_questions.some" if chosen else "checkin_questions.none", most=MOST_QUESTIONS)
    lines = [head, *(_line(scope, each) for each in chosen), scope.text("checkin_questions.who_reads")]
    outs = (
        scope.button(
            "checkin_questions.button.out",
            f"do:checkin_question_out:{each.question}",
            what=topic(each.question, scope.wording).lower(),
        )
        for each in chosen
    )
    own = scope.button("checkin_questions.button.choose", "go:checkin_own")
    return Outgoing("\n".join(lines), (*outs, own, scope.menu_button()))


def _line(scope: Scope, chosen: Chosen) -> str:
    what = topic(chosen.question, scope.wording)
    officer = None if chosen.is_own else accounts.get(scope.db, chosen.chosen_by)
    if officer is None:
        return scope.text(f"checkin_questions.by_{'self' if chosen.is_own else 'office'}", what=what)
    return scope.text("checkin_questions.by_officer", what=what, who=with_office(scope.db, scope.wording, officer))


def out(scope: Scope, argument: str) -> Reply:
    """Takes one question out, whoever chose it; again it changes nothing."""
    person = record.person_of(scope)
    if person is None or argument not in QUESTIONS:
        return not_here(scope)
    checkin_questions.take_out(scope.db, person, [argument], by=scope.account.id)
    return _shown(scope, person)


class UpToThree(Choices):
    """Questions of the list, so many that a person is asked three at most."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        super().check(stored, answers, scope)
        room = MOST_QUESTIONS - len(_asked_already(answers, scope))
        if len(stored) > room:
            raise Problem("too_many", most=room)


def _asked_already(answers: Answers, scope: Scope) -> list[Chosen]:
    """Lists what is asked already of the person of an officer's form."""
    return checkin_questions.of_person(scope.db, id_in(str(answers["person"]))) if "person" in answers else []


def questions(answers: Answers, scope: Scope) -> list[Option]:
    """Offers an officer what the person is not asked yet and has not taken out; a person chooses among all."""
    left = _left(scope.db, id_in(str(answers["person"]))) if "person" in answers else QUESTIONS
    return [Option(question, topic(question, scope.wording)) for question in left]


def _left(db: Db, person_id: int) -> list[str]:
    """Lists what may be proposed to the person."""
    proposed_before = (*checkin_questions.of_person(db, person_id), *checkin_questions.taken_out(db, person_id))
    gone = {each.question for each in proposed_before}
    return [question for question in QUESTIONS if question not in gone]


def question_named(question: str, viewer: Viewer) -> str:
    return topic(question, viewer.wording) if question in QUESTIONS else ""


def choose(answers: Answers, scope: Scope) -> Reply:
    """Asks these from now on and no others."""
    person = record.person_of(scope)
    if person is None:
        return not_here(scope)
    before = {each.question for each in checkin_questions.of_person(scope.db, person.id, lock=True)}
    checkin_questions.take_out(scope.db, person, before - set(answers["questions"]), by=scope.account.id)
    added = [question for question in answers["questions"] if question not in before]
    checkin_questions.choose(scope.db, person, added, by=scope.account.id, is_own=True)
    return _shown(scope, person)


class WhoIsAsked(Choice):
    """Somebody who checks in themself, and is not asked three questions already."""

    def check(self, stored: JsonValue, answers: Answers, scope: Scope) -> None:
        super().check(stored, answers, scope)
        person = persons.get(scope.db, id_in(stored))
        if person is None:
            raise Problem("no_longer_there")
        who = scope.wording.called(person)
        if not record.has_chat(scope.db, person):
            raise Problem("no_chat", who=who)
        if len(checkin_questions.of_person(scope.db, person.id)) >= MOST_QUESTIONS:
            raise Problem("full", who=who, most=MOST_QUESTIONS)
        if not _left(scope.db, person.id):
            raise Problem("nothing_left", who=who)


def button_to_propose(scope: Scope, person: Person) -> tuple[Button, ...]:
    """Offers to propose questions to somebody who is asked by chat; nothing for others."""
    if person.status != "managed" or not record.has_chat(scope.db, person):
        return ()
    return (scope.button("checkin_questions.button.propose", f"go:checkin_propose:person={person.id}"),)


def propose(answers: Answers, scope: Scope) -> Said:
    """Asks these of the person from now on, who hears by whom and may take out any."""
    person = person_in(scope, answers["person"], "check-in questions")
    if person is None or person.status != "managed":
        raise Problem("no_longer_there", question="person")
    before = {each.question for each in checkin_questions.of_person(scope.db, person.id, lock=True)}
    left = _left(scope.db, person.id)
    added = [question for question in answers["questions"] if question in left]
    if not added:
        raise Problem("none", question="questions")
    if len(before) + len(added) > MOST_QUESTIONS:  # another has chosen since the check
        raise Problem("too_many", question="questions", most=MOST_QUESTIONS - len(before))
    checkin_questions.choose(scope.db, person, added, by=scope.account.id, is_own=False)
    _tell(scope, person)
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    return Said("checkin_propose.sent", {"who": scope.wording.called(person)}, (card, scope.menu_button()))


def _tell(scope: Scope, person: Person) -> None:
    """Says that there are questions and by whom; which, behind a button: somebody else may see the phone."""

    def telling(wording: Wording) -> Outgoing:
        by = capital(with_office(scope.db, wording, scope.account))
        typed = wording.text("checkin_questions.typed")
        see = Button(wording.text("checkin_questions.button.see"), "do:checkin_questions", "command", typed)
        return Outgoing(wording.text("notice.checkin_questions", By=by), (see,))

    assert person.account_id is not None
    notices.tell(scope.db, scope.deployment, person.account_id, "checkin_questions", telling, subject_id=person.id)


checkin_own = Form(
    "checkin_own",
    UpToThree("questions", questions, named=question_named, understood_as="checkin_own.questions"),
    submit=choose,
    may=PERSON,
    review=False,
    ready=record.missing,
)
checkin_propose = Form(
    "checkin_propose",
    WhoIsAsked("person", people_to_choose, named=person_named, detail="head"),
    UpToThree("questions", questions, named=question_named, understood_as="checkin_own.questions"),
    submit=propose,
    may=("officer",),
)
COMMANDS = (
    Command(
        "checkin_questions",
        shown,
        may=PERSON,
        words=("/cauhoi", "cau hoi hoi tham", "check in questions"),
    ),
    Command("checkin_question_out", out, may=PERSON),
)
