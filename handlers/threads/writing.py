"""Writing in a thread: a first word, an answer by a press or in own words, and what is typed while it is shown."""

from dataclasses import dataclass

from handlers.kit import Answers, Button, Choice, Form, Incoming, JsonValue, Note, Option, Problem, Said
from handlers.kit.commands import Command, Reply, Run, Start, id_in
from handlers.kit.keywords import typed_command
from handlers.kit.matter import OpenLine
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.notify import open_talk, pass_on
from handlers.people import attachments
from handlers.people.naming import for_officers, labels
from handlers.people.offices import named_all
from handlers.threads import unanswered
from handlers.threads.reading import QUICK, SIDES, gone, may_write, on_screen, shown, side_of, thread_in
from handlers.threads.telling import tell_other_side
from storage import access, accounts, covers, persons, threads, visits
from storage.attachments import THREAD
from storage.database import Db
from storage.persons import Person
from storage.threads import Thread
from storage.visits import Visit

END = "do:thread_end"
# whom a first word is about: p<person>, v<visit>; t<thread> for one that is there
PERSON, VISIT, THERE = "p", "v", "t"


def targets(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the people whom one may write about; a report or a thread that a button names, too."""
    people = access.visible_persons(scope.db, scope.account, "")
    cared_for = covers.acting_guardians(scope.db, [person.id for person in people])
    people = [person for person in people if person.id in cared_for]
    is_officer = "officer" in scope.account.roles
    names = for_officers(scope.wording, people) if is_officer else labels(scope.wording, people, scope.today)
    options = [Option(f"{PERSON}{person.id}", names[person.id]) for person in people]
    chosen = answers.get("to", "")
    if chosen[:1] in (VISIT, THERE) and _meant(scope, chosen) is not None:
        options.append(Option(chosen, scope.text("thread_write.to.this")))
    return options


def target_named(value: str, viewer: Viewer) -> str:
    person = persons.get(viewer.db, id_in(value[1:])) if value.startswith(PERSON) else None
    if person is None:
        return viewer.text("thread_write.to.this")
    return viewer.wording.called(person)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a target stands for: a thread that is there, or one of this guardian that a first word would begin."""

    person: Person
    guardian_id: int
    visit: Visit | None = None
    thread: Thread | None = None

    def begun(self, db: Db) -> Thread:
        """Gives the thread; begins it where there is none."""
        if self.thread is not None:
            return self.thread
        visit_id = self.visit.id if self.visit else None
        return threads.start(
            db, unit=self.person.unit, person_id=self.person.id, guardian_id=self.guardian_id, visit_id=visit_id
        )


def _meant(scope: Scope, target: str) -> _Meant | None:
    """Finds what a target stands for; None where the reader may not write about it, or nobody is in charge."""
    number = id_in(target[1:])
    thread = thread_in(scope, str(number)) if target.startswith(THERE) else None
    visit = visits.get(scope.db, number) if target.startswith(VISIT) else None
    person = persons.get(scope.db, thread.person_id if thread else visit.person_id if visit else number)
    if person is None or not access.may_see(scope.db, scope.account, person):
        return None
    if thread is not None:
        return _Meant(person, thread.guardian_id, thread=thread)
    me = scope.account
    acting = covers.acting_guardians(scope.db, [person.id]).get(person.id)
    guardian = me.id if access.cares_for(scope.db, me, person) else acting
    if guardian is None or (visit and visit.guardian_id != guardian):
        return None
    return _Meant(person, guardian, visit)


def nobody_to_write_about(scope: Scope) -> Said | None:
    return None if targets({}, scope) else Said("thread_write.nobody", buttons=(scope.menu_button(),))


def send(answers: Answers, scope: Scope) -> Reply:
    if refused := open_talk.refused(answers["words"], scope.menu_button()):
        attachments.discard(scope, answers["words"])
        return refused
    meant = _meant(scope, answers["to"])
    thread = meant.begun(scope.db) if meant else None
    if thread is None or not may_write(scope, thread):
        raise Problem("no_longer_there", question="to")
    return say(scope, thread, answers["words"])


def say(scope: Scope, thread: Thread, said: JsonValue, key: str = "thread.sent") -> Said:
    """Adds words to a thread, tells the other side, and waits for the answer."""
    me, from_office = scope.account, side_of(scope, thread) == "office"
    text, attachment_id = pass_on.words_of(said)
    threads.say(scope.db, thread, by=me.id, from_office=from_office, text=text, attachment_id=attachment_id)
    attachments.file_under(scope, said, THREAD, persons.get(scope.db, thread.person_id))
    reached = tell_other_side(scope.db, scope.deployment, thread, me, from_office=from_office)
    unanswered.wait(scope.db, scope.deployment, thread.id)
    if not reached:
        return Said("thread.kept", buttons=(end_button(scope),))
    guardian = accounts.get(scope.db, thread.guardian_id)
    whom = scope.wording.called(guardian) if from_office and guardian else named_all(scope, reached)
    return Said(key, {"whom": whom}, (end_button(scope),))


def end_button(scope: Scope) -> Button:
    """Ends the talk by a word, where numbers choose an answer."""
    return scope.button("thread.button.end", END, typed=scope.text("dialogue.typed.done"))


thread_write = Form(
    "thread_write",
    Choice("to", targets, named=target_named),
    Note("words", longest=open_talk.LONGEST, optional=False, verbatim=True),
    submit=send,
    may=SIDES,
    review=False,
    ready=nobody_to_write_about,
)


def ask_about_report(scope: Scope, argument: str) -> Reply:
    """Begins a question on a report, or shows the thread about it where there is one."""
    visit = visits.get(scope.db, id_in(argument))
    thread = threads.of_visit(scope.db, visit.id) if visit else None
    if thread is not None and thread_in(scope, str(thread.id)):
        return Run("thread_read", str(thread.id))
    target = f"{VISIT}{visit.id}" if visit else ""
    return Start("thread_write", {"to": target}) if target and _meant(scope, target) else gone(scope)


def answer(scope: Scope, argument: str) -> Reply:
    """Asks for the words of an answer."""
    thread = thread_in(scope, argument)
    if thread is None:
        return gone(scope)
    if not may_write(scope, thread):
        return shown(scope, thread)
    threads.read_now(scope.db, thread.id, scope.account.id)
    return Start("thread_write", {"to": f"{THERE}{thread.id}"})


def quick(scope: Scope, argument: str) -> Reply:
    """Answers in the words of a button."""
    number, _, code = argument.partition("-")
    thread = thread_in(scope, number)
    if thread is None:
        return gone(scope)
    side = side_of(scope, thread)
    if code not in QUICK[side] or not may_write(scope, thread):
        return shown(scope, thread)
    return say(scope, thread, scope.text(f"thread.quick.{side}.{code}"))


def _on_screen(scope: Scope) -> Thread | None:
    thread = on_screen(scope)
    return thread if thread and may_write(scope, thread) else None


def goes_on(scope: Scope) -> bool:
    return _on_screen(scope) is not None


def more(scope: Scope, message: Incoming) -> Said | None:
    """Passes on what is typed or sent while the thread is shown; None when this is nothing to pass on."""
    said, thread = open_talk.said_in(message), _on_screen(scope)
    if not said or thread is None or (thread.waits_for == side_of(scope, thread) and _is_a_number(said)):
        return None
    if typed_command(message)[0] == "done":
        return end(scope)
    return open_talk.refused(said, end_button(scope)) or say(scope, thread, said, "thread.sent_more")


def _is_a_number(said: JsonValue) -> bool:
    """Says whether it is a bare number: it chooses one of the short answers that stand below what waits."""
    return isinstance(said, str) and said.isdecimal() and len(said) <= 2


def end(scope: Scope, _argument: str = "") -> Said:
    """Lets go of the thread: what is typed next is for the service again."""
    return Said("thread.ended", buttons=(scope.button("threads.button.list", "do:threads"), scope.menu_button()))


OPEN_LINE = OpenLine(END, goes_on, more)
COMMANDS = (
    Command("thread_answer", answer, may=SIDES, words=("tra loi trao doi", "answer thread")),
    Command("thread_ask", ask_about_report, may=("officer",)),
    Command("thread_quick", quick, may=SIDES),
    Command("thread_end", end, may=SIDES),
)
