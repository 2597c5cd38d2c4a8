"""A person writes to the officers; while the talk goes on, whatever they type goes there too."""

from datetime import timedelta

from handlers.kit import Answers, Button, Form, Incoming, Note, Said
from handlers.kit.commands import Command, Reply, Run, Start
from handlers.kit.matter import OpenLine
from handlers.kit.scope import Scope
from handlers.notify import officers, open_talk, pass_on
from handlers.people import attachments, offices, record
from handlers.people.agreement import GIVEN, Agreement, settled
from storage import consents, relays
from storage.accounts import Account

TALK = "talk_to_officer"
END = "do:talk_end"
# after this long without a word, what is typed is for the service again; officers answer within hours
TALK_GOES_ON = timedelta(hours=6)


def write(answers: Answers, scope: Scope) -> Reply:
    if pass_on.carries_code(answers["message"]):
        return Said("talk_to_officer.code", buttons=(scope.menu_button(),))
    agreed = settled(scope, "relay", answers["agree"])
    if not agreed or record.person_of(scope) is None:
        attachments.discard(scope, answers["message"])
        return officers.call_instead(scope)
    return passed_on(scope, pass_on.to_officer(scope, answers["message"]))


def passed_on(scope: Scope, reached: list[Account], key: str = "talk_to_officer.sent") -> Said:
    if not reached:
        return Said("talk_to_officer.on_call_list", buttons=(scope.menu_button(),))
    return Said(key, {"officer": offices.named_all(scope, reached)}, (end_button(scope),))


def end_button(scope: Scope) -> Button:
    """Ends the talk by a word, so that every number that is typed is for the officer."""
    return scope.button("talk_to_officer.end", END, typed=scope.text("talk_to_officer.typed.end"))


talk_to_officer = Form(
    TALK,
    Note("message", longest=open_talk.LONGEST, optional=False, verbatim=True),
    Agreement("agree", "relay"),
    submit=write,
    may=("person",),
    review=False,
)


def begin(_scope: Scope, _argument: str) -> Reply:
    return Start(TALK, {"agree": GIVEN})


def goes_on(scope: Scope) -> bool:
    last = relays.thread(scope.db, scope.account.id, 1)
    lately = bool(last) and scope.now - last[0].at <= TALK_GOES_ON
    return lately and consents.agrees(scope.db, scope.account.id, "relay")


def more(scope: Scope, message: Incoming) -> Said | None:
    """Passes on what comes next in a talk that is going on; None when this is nothing to pass on."""
    said = open_talk.said_in(message)
    if not said:
        return None
    if refused := open_talk.refused(said, end_button(scope)):
        return refused
    return passed_on(scope, pass_on.to_officer(scope, said), "talk_to_officer.sent_more")


def end(_scope: Scope, _argument: str) -> Reply:
    return Run("menu", "talk_ended")


OPEN_LINE = OpenLine(END, goes_on, more)
COMMANDS = (
    Command("talk", begin, may=("person",), words=("/canbo", "/officer", "nhan can bo", "my officer")),
    Command("talk_end", end, may=("person",), words=("xong", "done")),
)
