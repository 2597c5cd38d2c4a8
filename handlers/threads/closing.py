"""A thread is closed with a word, by either side, or handed on to a later guardian by an officer."""

from handlers.kit import Answers, Choice, Form, Incoming, Option, Problem, Said, Text
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.threads import unanswered
from handlers.threads.reading import SIDES, gone, may_close, side_of, thread_in
from handlers.threads.telling import tell
from storage import access, accounts, assignments, persons, threads
from storage.threads import Thread

USUAL = ("done", "settled", "later")


def open_threads(answers: Answers, scope: Scope) -> list[Option]:
    """Offers the thread that a button names, as long as it is open."""
    thread = _meant(scope, answers)
    return [Option(str(thread.id), scope.text("thread_write.to.this"))] if thread else []


def _meant(scope: Scope, answers: Answers) -> Thread | None:
    thread = thread_in(scope, str(answers.get("thread", "0")))
    is_open = thread is not None and thread.closed_at is None and may_close(scope, thread)
    return thread if is_open else None


class LastWord(Text):
    """The word that closes a thread: typed, or one that is usual."""

    def options(self, answers: Answers, scope: Scope) -> list[Option]:
        return [Option(usual, scope.text(self.key(usual))) for usual in USUAL]

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> str:
        chosen = value or message.text.strip()
        usual = {option.value: option.label for option in self.options(answers, scope)}
        return usual.get(chosen) or str(super().read(message, value, answers, scope))


def this_thread(_value: str, viewer: Viewer) -> str:
    return viewer.text("thread_write.to.this")


def close(answers: Answers, scope: Scope) -> Said:
    """Says the last word and closes; whoever was quicker has closed it, and that is told."""
    thread = _meant(scope, answers)
    if thread is None:
        raise Problem("no_longer_there", question="thread")
    from_office = side_of(scope, thread) == "office"
    threads.say(scope.db, thread, by=scope.account.id, from_office=from_office, text=answers["word"])
    threads.close(scope.db, thread.id, scope.account.id)
    unanswered.settled(scope.db, thread.id)
    _tell(scope, thread, from_office=from_office)
    return Said("thread_close.done", buttons=(scope.button("threads.button.list", "do:threads"), scope.menu_button()))


def _tell(scope: Scope, thread: Thread, *, from_office: bool) -> None:
    reader = accounts.get(scope.db, thread.guardian_id if from_office else thread.officer_id)
    if reader is not None:
        person = persons.get(scope.db, thread.person_id)
        tell(scope.db, scope.deployment, thread, reader, person, "closed", scope.account)


thread_close = Form(
    "thread_close",
    Choice("thread", open_threads, named=this_thread),
    LastWord("word", longest=300, verbatim=True),
    submit=close,
    may=SIDES,
    review=False,
)


def hand_on(scope: Scope, argument: str) -> Reply:
    """Lets the present guardian read what a former one and the office said about the person."""
    thread = thread_in(scope, argument)
    if thread is None or not access.acts(scope.account, "officer", unit=thread.unit):
        return gone(scope)
    guardian = accounts.get(scope.db, assignments.guardian_of(scope.db, thread.person_id))
    if guardian is None or guardian.id == thread.guardian_id:
        return gone(scope)
    threads.hand_on(scope.db, thread, guardian.id, scope.account.id)
    person = persons.get(scope.db, thread.person_id)
    tell(scope.db, scope.deployment, thread, guardian, person, "handed_on", scope.account)
    return Said("thread.handed_on", {"who": scope.wording.called(guardian)}, (scope.menu_button(),))


def begin(scope: Scope, argument: str) -> Reply:
    """Asks for the last word."""
    thread = thread_in(scope, argument)
    return Start("thread_close", {"thread": str(thread.id)}) if thread else gone(scope)


COMMANDS = (
    Command("thread_hand_on", hand_on, may=("officer",)),
    Command("thread_close", begin, may=SIDES, words=("khep lai", "close thread")),
)
