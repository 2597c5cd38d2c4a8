"""Somebody asks to have their data put right, deleted, or not used: the office hears, and both last days are said."""

from functools import partial

from handlers.kit import Answers, Button, Choice, Form, Note, Said, Text
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.my_data import clock
from handlers.notify import officers, pass_on
from handlers.people import attachments
from rules.data_requests import WISHES, act_by, answer_by
from storage import data_requests, persons, relays
from storage.data_requests import DataRequest
from storage.outbox import call_list
from storage.persons import Person


def is_to_correct(answers: Answers) -> bool:
    return bool(answers["wish"] == "correct")


def ask(answers: Answers, scope: Scope) -> Said:
    """Goes to the officers as a message that waits for an answer; of those who have no record, as a call."""
    wrong = answers["wrong"]
    if pass_on.carries_code(wrong):
        return Said("talk_to_officer.code", buttons=(scope.menu_button(),))
    account = scope.account
    person = persons.by_account(scope.db, account.id) if "person" in account.roles else None
    spoken = attachments.words_in(wrong) or scope.text(f"dialogue.sent.{wrong['kind']}")
    asked_in = _pass_on(answers, scope, spoken)
    tables = scope.deployment.tables
    request = data_requests.ask(
        scope.db,
        unit=account.unit,
        asked_by=account.id,
        person_id=person.id if person else None,
        relay_id=asked_in or None,
        wish=answers["wish"],
        told={"wrong": spoken, "right": answers.get("right") or ""},
        answer_by=answer_by(scope.today, tables.free_days, tables.extra_days),
        act_by=act_by(scope.today),
    )
    if person is not None:
        attachments.file_under(scope, wrong, "relay", person)
    clock.plan(scope.db, scope.deployment, request)
    officers.tell_of_sender(scope, "correction", buttons=partial(_ways_on, request, person, asked_in))
    days = {"day": scope.day(request.answer_by), "until": scope.day(request.act_by)}
    own = scope.button("data_own.button", f"do:data_own:{request.id}")
    return Said("correct_me.done", {"number": request.code, **days}, (own, scope.menu_button()))


def _pass_on(answers: Answers, scope: Scope, spoken: str) -> int:
    """Gives the message that carries it; 0 where the account goes on the call list instead."""
    account = scope.account
    if "person" not in account.roles:
        call_list.put(scope.db, unit=account.unit, account_id=account.id, reason="correction")
        return 0
    words = scope.text(f"correct_me.passed_on.{answers['wish']}", wrong=spoken)
    if right := answers.get("right"):
        words = f"{words}\n{scope.text('correct_me.right.label')}: {right}"
    attachment = attachments.id_of(answers["wrong"])
    return relays.ask(scope.db, unit=account.unit, person_account=account.id, text=words, attachment_id=attachment)


def _ways_on(request: DataRequest, person: Person | None, asked_in: int, wording: Wording) -> tuple[Button, ...]:
    """Gives the officer's buttons: the request, what was written and the record, where there are such; that it is done.

    `asked_in` is the message that asks for it, 0 where the account is to be called.
    """

    def way(name: str, press: str, number: int) -> Button:
        typed = wording.text(f"officer.typed.{name}", number=str(number)[-4:])
        return Button(wording.text(f"officer.button.{name}"), press, "command", typed)

    corrected = asked_in or request.asked_by
    done = way("corrected", f"do:corrected:{corrected}", corrected)
    see = clock.see_button(wording, request)
    if person is None:
        calls = wording.text("notice.officer_digest.typed.calls")
        return see, Button(wording.text("officer.button.call"), "do:calls", "command", calls), done
    card = way("card", f"do:person_card:{person.id}", person.id)
    return see, card, way("call", f"do:person_phone:{person.id}", person.id), done


correct_me = Form(
    "correct_me",
    Choice("wish", WISHES),
    Note("wrong", optional=False, verbatim=True),
    Text("right", longest=1000, optional=True, when=is_to_correct),
    submit=ask,
    review=False,
)
