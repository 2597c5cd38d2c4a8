"""«Trao đổi»: the threads of a guardian or of the commune, what waits first, and one of them with its last words."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.notify.open_talk import GOES_ON
from handlers.people import attachments
from handlers.people.naming import TYPED
from handlers.people.targets import person_in
from storage import access, accounts, assignments, persons, threads
from storage.persons import Person
from storage.threads import Message, Thread

SIDES = ("guardian", "officer")
LAST_SAID = 6
SHOWN = 400
# what is answered by a press; the words stand in the texts
QUICK = {"guardian": ("understood", "will_visit", "call_me"), "office": ("understood", "please_visit", "will_call")}


def listed(scope: Scope, argument: str) -> Reply:
    """Lists the threads that the reader may see, what waits for them first; `argument` says how many are skipped."""
    seen = _visible(scope)
    if not seen:
        return Said("threads.none", buttons=(*_begin(scope), scope.menu_button()))
    unread = threads.unread(scope.db, scope.account.id, [thread.id for thread in seen])
    people = persons.several(scope.db, {thread.person_id for thread in seen})
    waiting_for_me = {thread.id for thread in seen if thread.waits_for == side_of(scope, thread)}
    seen.sort(key=lambda thread: (thread.id not in waiting_for_me, thread.id not in unread))
    page = ListPage.asked(argument, len(seen))
    buttons = [
        Button(_line(scope, thread, people[thread.person_id], unread.get(thread.id, 0)), f"do:thread_read:{thread.id}")
        for thread in page.of(seen)
    ]
    head = scope.text("threads.head", count=len(seen), waiting=len(waiting_for_me))
    ways = (*page.more(scope, "do:threads:"), *_begin(scope), *_time(scope), scope.menu_button())
    return Outgoing("\n".join([head, *page.lines(buttons)]), (*page.numbered(buttons), *ways))


def _begin(scope: Scope) -> tuple[Button, ...]:
    return (scope.button("threads.button.begin", "go:thread_write", typed=scope.text("threads.typed.begin")),)


def _time(scope: Scope) -> tuple[Button, ...]:
    if "officer" not in scope.account.roles:
        return ()
    return (scope.button("threads.button.time", "go:answer_time", typed=scope.text("threads.typed.time")),)


def _visible(scope: Scope) -> list[Thread]:
    """Lists what the reader may see: of an officer what waits in the commune, of a guardian their own."""
    me, threads_by_id = scope.account, dict[int, Thread]()
    if "guardian" in me.roles:
        threads_by_id |= {thread.id: thread for thread in threads.of_guardian(scope.db, me.id)}
    if "officer" in me.roles:
        threads_by_id |= {thread.id: thread for thread in threads.waiting(scope.db, scope.unit)}
    return access.visible_threads(scope.db, me, list(threads_by_id.values()))


def side_of(scope: Scope, thread: Thread) -> threads.Side:
    """Says on which side of a thread the account stands: whoever holds both roles is the guardian in their own."""
    return "guardian" if thread.guardian_id == scope.account.id else "office"


def _line(scope: Scope, thread: Thread, person: Person, unread: int) -> str:
    state = f"waits_{thread.waits_for}" if thread.waits_for else "closed" if thread.closed_at else "answered"
    return scope.text(
        "threads.line" if unread == 0 else "threads.line_unread",
        person=capital(scope.wording.called(person)),
        about=scope.text("threads.about_report") if thread.visit_id else "",
        state=scope.text(f"threads.state.{state}", since=scope.moment(thread.waits_since or thread.last_at)),
        unread=unread,
    )


def read(scope: Scope, argument: str) -> Reply:
    """Shows the last words of a thread and marks them as read; what is typed next goes into it."""
    thread = thread_in(scope, argument)
    if thread is None:
        return gone(scope)
    scope.audit("thread.read", thread.person_id, f"thread {thread.id}")
    threads.read_now(scope.db, thread.id, scope.account.id)
    return shown(scope, thread)


def thread_in(scope: Scope, argument: str) -> Thread | None:
    """Finds the thread of a button, or the one on the screen; None for what the reader may not see."""
    thread = threads.get(scope.db, id_in(argument)) if argument else _latest(scope)
    seen = access.visible_threads(scope.db, scope.account, [thread]) if thread else []
    return seen[0] if seen else None


def _latest(scope: Scope) -> Thread | None:
    """Finds what a typed word means without a number: what is shown, what waits for the reader, or their last one."""
    if (shown_now := on_screen(scope)) is not None:
        return shown_now
    seen = _visible(scope)
    waiting = [thread for thread in seen if thread.waits_for == side_of(scope, thread)]
    return next(iter(waiting or seen), None)


def on_screen(scope: Scope) -> Thread | None:
    """Finds the thread that the reader has looked at last, if that was just now."""
    thread_id = threads.thread_on_screen(scope.db, scope.account.id, scope.now - GOES_ON)
    return thread_in(scope, str(thread_id)) if thread_id else None


def gone(scope: Scope) -> Said:
    return Said("threads.gone", buttons=(scope.button("threads.button.list", "do:threads"), scope.menu_button()))


def shown(scope: Scope, thread: Thread) -> Outgoing:
    """Shows who talks about whom, the last words, who is waited for, and the ways to answer."""
    person = persons.get(scope.db, thread.person_id)
    assert person is not None
    guardian = accounts.get(scope.db, thread.guardian_id)
    said = threads.messages(scope.db, thread.id, LAST_SAID)
    who = scope.wording.called(guardian) if guardian else ""
    lines = [
        scope.text(
            "thread.of_report" if thread.visit_id else "thread.of", person=scope.wording.called(person), who=who
        ),
        *_message_lines(scope, said),
        *_state(scope, thread),
    ]
    return Outgoing("\n".join(lines), _ways(scope, thread, said))


def _message_lines(scope: Scope, said: list[Message]) -> list[str]:
    writers = accounts.several(scope.db, {message.by for message in said})
    lines = []
    for message in said:
        writer = writers.get(message.by)
        who = capital(scope.wording.called(writer)) if writer else scope.text("person.some_officer")
        text = attachments.said_with(scope.db, scope.wording, message.text[:SHOWN], message.attachment_id)
        lines.append(scope.text("messages.said", who=who, at=scope.moment(message.at), text=text))
    return lines


def _state(scope: Scope, thread: Thread) -> list[str]:
    if thread.closed_at:
        return [scope.text("thread.closed", at=scope.moment(thread.closed_at))]
    if thread.waits_for is None or not may_write(scope, thread):
        return []
    mine = thread.waits_for == side_of(scope, thread)
    return [scope.text("thread.waits_for_you" if mine else "thread.waits_for_them")]


def may_write(scope: Scope, thread: Thread) -> bool:
    """Says whether the reader may answer: an officer, while the guardian is still in charge; that guardian."""
    guardian, person = accounts.get(scope.db, thread.guardian_id), persons.get(scope.db, thread.person_id)
    if guardian is None or person is None or not access.cares_for(scope.db, guardian, person):
        return False
    return guardian.id == scope.account.id or access.acts(scope.account, "officer", unit=person.unit)


def may_close(scope: Scope, thread: Thread) -> bool:
    """Says whether the reader may close it: whoever may answer, and officers also what a former guardian left open."""
    return may_write(scope, thread) or access.acts(scope.account, "officer", unit=thread.unit)


def _ways(scope: Scope, thread: Thread, said: list[Message]) -> tuple[Button, ...]:
    sent = [(message.attachment_id, scope.moment(message.at)) for message in reversed(said)]
    files = attachments.buttons(scope.db, scope.wording, sent)
    close = (
        (scope.button("thread.button.close", f"do:thread_close:{thread.id}", typed=scope.text("thread.typed.close")),)
        if thread.closed_at is None and may_close(scope, thread)
        else ()
    )
    if not may_write(scope, thread):
        return (*files, *close, *_hand_on(scope, thread), *_card(scope, thread), scope.menu_button())
    side = side_of(scope, thread)
    quick = tuple(
        scope.button(f"thread.quick.{side}.{code}", f"do:thread_quick:{thread.id}-{code}") for code in QUICK[side]
    )
    end = scope.button("thread.button.end", "do:thread_end", typed=scope.text("dialogue.typed.done"))
    return (*(quick if thread.waits_for == side else ()), *files, *close, *_card(scope, thread), end)


def _hand_on(scope: Scope, thread: Thread) -> tuple[Button, ...]:
    """Offers an officer to let the present guardian read what the former one said."""
    present = accounts.get(scope.db, assignments.guardian_of(scope.db, thread.person_id))
    if present is None or "officer" not in scope.account.roles or present.id in (thread.guardian_id, thread.handed_to):
        return ()
    who = scope.wording.called(present)
    return (scope.button("thread.button.hand_on", f"do:thread_hand_on:{thread.id}", who=who),)


def _card(scope: Scope, thread: Thread) -> tuple[Button, ...]:
    if "officer" not in scope.account.roles:
        return ()
    typed = scope.text("officer.typed.card", number=str(thread.person_id)[-TYPED:])
    return (scope.button("officer.button.card", f"do:person_card:{thread.person_id}", typed=typed),)


def of_person(scope: Scope, argument: str) -> Reply:
    """Shows the threads about somebody, from their record; where there is none yet it begins one."""
    person = person_in(scope, argument, "threads")
    if person is None:
        return gone(scope)
    seen = access.visible_threads(scope.db, scope.account, threads.of_person(scope.db, person.id))
    unread = threads.unread(scope.db, scope.account.id, [thread.id for thread in seen])
    buttons = [
        Button(_line(scope, thread, person, unread.get(thread.id, 0)), f"do:thread_read:{thread.id}") for thread in seen
    ]
    begin = scope.button("threads.button.write", f"go:thread_write:to=p{person.id}")
    key = "threads.of_person" if buttons else "threads.of_person_none"
    return Said(key, {"person": scope.wording.called(person)}, (*buttons[:LAST_SAID], begin, scope.menu_button()))


COMMANDS = (
    Command("threads", listed, may=SIDES, words=("/traodoi", "trao doi", "/threads", "threads")),
    Command("thread_read", read, may=SIDES, words=("doc trao doi", "read thread")),
    Command("threads_of", of_person, may=SIDES),
)
