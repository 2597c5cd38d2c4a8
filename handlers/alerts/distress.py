"""Words of distress, heard before any dialogue: answered at once, or asked about once where danger is not certain."""

import re
from datetime import timedelta

from handlers.alerts import alarm, confidential, crisis
from handlers.kit import (
    Choice,
    Choices,
    Form,
    Incoming,
    Outgoing,
    Problem,
    Said,
    last_choices,
    names_an_option,
    plain_answer,
)
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.deployment import Deployment
from handlers.kit.matter import Interrupt, Interruption
from handlers.kit.scope import Scope
from handlers.notify import alert_rules, alerts
from handlers.understand.answers import is_trade
from handlers.understand.asides import aside
from handlers.understand.danger import Danger, heard
from handlers.understand.emergency import emergency
from handlers.understand.false_alarms import is_over
from handlers.understand.fold import bare, folded_words
from handlers.understand.moods import sign
from handlers.understand.place_answers import is_place
from rules import links
from rules.notices import kind_of
from storage import accounts, due, persons
from storage.conversations import Conversation
from storage.database import Db
from storage.due import Due

UNANSWERED = "worry_unanswered"
PATIENCE = timedelta(minutes=5)
# forms whose words go to those on duty
ALARMS = ("alarm", "alarm_words", "officer_alarm", "alert_close", "alert_false")
# forms that ask what was years ago
OF_THE_PAST = ("record_clearance",)
# forms that say of somebody how they are: what is chosen there raises an alert about them when it is sent
REPORTS = ("visit_report", "visit_correction")
MOST_WORDS_OF_A_CONCERN = 4
# answers of a helper's report that are no reason to wait for its end
ALARMING = frozenset({"violence", "drugs", "low_mood", "bad", "hospital"})
IN_DANGER = "do:in_danger"
# roles that write of others
AT_WORK = frozenset({"officer", "admin", "partner"})
# what stands beside a name and says nothing by itself
_ADDRESSING = re.compile("a|anh|ban|bac|chau|chi|chu|co|con|cau|da|do|day|e|em|la|ma|me|nhe|nha|o|oi|ong|ba|thang")
# words, below which a guess is none
FEWEST = 3
# how far a guess has to lean to danger, to break in where an answer is awaited: those of talk.tsv and more_talk.tsv
# that tell of danger lean 1.8 and more, nine in ten of the answers that were taken for it less than 1.6
LEANS_IN_A_FORM = 1.6
AFFIRMED = frozenset(
    {"co", "co a", "da co", "vang", "da vang", "vang a", "dung", "dung roi", "dung vay", "uh", "u", "yes", "yes i am"}
)


def hear(scope: Scope, talk: Conversation, message: Incoming) -> Interruption | None:
    """Sees to words of distress, but not to a command nor to a worry that the open question itself offers."""
    if not message.text or message.kind == "press":
        return None
    asked = "" if message.forwarded else _asked_about(talk)
    said = heard(message.text)
    if asked:
        _is_answered(scope)
        # whoever answers that question with a place says yes
        if bare(message.text) in AFFIRMED or is_place(message.text):
            return Interruption(crisis.answer(scope, asked, message.text, reported=_reported(talk)))
    if message.kind == "sticker" and sign(message.text) == "help":
        return Interruption(_ask(scope, "medical"))
    if said.verdict == "no" or _says_too_little(message, said.verdict):
        return None
    if said.verdict == "maybe" and not asked and _is_at_work(scope) and emergency(message.text) is None:
        return None
    is_confidential = talk.form in confidential.FORMS
    if is_confidential and said.reason == "violence":
        is_certain = said.verdict == "yes" and not message.forwarded
        return Interruption(confidential.answer(scope, talk, said.reason, message.text)) if is_certain else None
    if _is_told_anyway(scope, talk, message, said):
        return None
    if _means_something_else(scope, talk, message):
        return None
    # somebody else's words may be about anybody, or about nobody here
    if (said.verdict == "yes" and not message.forwarded) or asked:
        if is_confidential:
            return Interruption(confidential.answer(scope, talk, said.reason, message.text))
        return Interruption(crisis.answer(scope, said.reason, message.text, reported=_reported(talk)))
    return Interruption(_ask(scope, said.reason))


DISTRESS = Interrupt(hear, limited=False)


def _asked_about(talk: Conversation) -> str:
    """Finds the reason that was asked about in the last reply; empty for none."""
    return next((press.partition(f"{IN_DANGER}:")[2] for press in talk.offered if press.startswith(IN_DANGER)), "")


def _reported(talk: Conversation) -> int:
    """Finds whom the open report is about; 0 where there is none."""
    return id_in(str(talk.answers.get("person") or "")) if talk.form in REPORTS else 0


def _says_too_little(message: Incoming, verdict: str) -> bool:
    """Says whether it is guessed from a word or two, a code, a place, words under a photo, or «em không nhớ».

    Short cries for help are listed.
    """
    text = message.text
    if emergency(text) is not None:
        return False
    is_little = len(text.split()) < FEWEST or message.media is not None or is_trade(text)
    says_nothing = aside(text) is not None or is_place(text) or links.read_code(text) is not None
    return (verdict == "maybe" and is_little) or says_nothing


def _is_at_work(scope: Scope) -> bool:
    """Says whether an officer or an employer writes: a faint guess at names and lists is no reason to ask them."""
    return scope.sender is not None and AT_WORK.issuperset(scope.sender.roles)


def _is_told_anyway(scope: Scope, talk: Conversation, message: Incoming, said: Danger) -> bool:
    """Says whether it is heard in any case: in an alarm, in a helper's report, or by the officer who writes here.

    Outside an alarm the words of the list break in, but for what a helper tells of former days. A faint guess does not,
    nor a doubt where the open question is plainly answered with nothing that alarms; in a helper's report neither does
    certainty there, nor any other doubt.
    """
    if said.verdict == "maybe" and scope.chat.is_hushed(scope.now):
        return True
    form = scope.deployment.registry.forms.get(talk.form or "")
    if form is None:
        return alarm.END in talk.offered and not emergency(message.text)
    answer = plain_answer(form, talk.answers, message.text, scope)
    if form.id in ALARMS:
        return answer is not None or not emergency(message.text)
    of_a_helper = scope.sender is not None and "person" not in scope.sender.roles
    if said.verdict == "maybe" and ((of_a_helper and is_over(message.text)) or form.id in OF_THE_PAST):
        return True
    if emergency(message.text):
        return False
    if said.lean < LEANS_IN_A_FORM:
        return True
    is_plain = bool(answer) and not ALARMING.intersection(answer if isinstance(answer, list) else [answer])
    return is_plain or said.verdict == "maybe" if of_a_helper else is_plain and said.verdict == "maybe"


def _means_something_else(scope: Scope, talk: Conversation, message: Incoming) -> bool:
    form = scope.deployment.registry.forms.get(talk.form or "")
    if form is not None and names_an_option(form, talk.answers, message.text, scope):
        return True
    if form is not None and _is_somebody(form, talk, message, scope):
        return True
    if form is not None and form.id in REPORTS and _is_a_concern(form, talk, message, scope):
        return True
    if last_choices.press_of(talk, message):
        return True
    registry = scope.deployment.registry
    audience = registry.linked if scope.sender else registry.strangers
    if scope.sender is not None and audience.line_named(scope, message.text):
        return True
    return audience.command_for(message.text, scope.sender.roles if scope.sender else ()) is not None


def _is_somebody(form: Form, talk: Conversation, message: Incoming, scope: Scope) -> bool:
    """Says whether the words only call one of those whom the open question offers by name: «cháu Nam đó cháu»."""
    answers, question = form.walk(talk.answers)
    if not isinstance(question, Choice) or question.by_clause:
        return False
    beside = [word for word in folded_words(message.text) if not _ADDRESSING.fullmatch(word)]
    return len(beside) == 1 and bool(question.several_in(message.text, answers, scope))


def _is_a_concern(form: Form, talk: Conversation, message: Incoming, scope: Scope) -> bool:
    """Says whether a few words are what the open question offers, in a helper's own words: «đánh nhau», «rượu»."""
    answers, question = form.walk(talk.answers)
    if not isinstance(question, Choices) or len(bare(message.text).split()) > MOST_WORDS_OF_A_CONCERN:
        return False
    try:
        return bool(question.read(message, "", answers, scope))
    except Problem:
        return False


def _ask(scope: Scope, reason: str) -> Outgoing:
    """Asks once, with the numbers to call and a human; after five minutes without an answer the roster is to ring."""
    if scope.sender is not None:
        moment = scope.now + PATIENCE
        due.plan(scope.db, UNANSWERED, scope.sender.id, str(scope.message_id), moment, unit=scope.unit)
    lines = (scope.text("crisis.maybe"), scope.text("crisis.maybe.call", **scope.deployment.emergency_numbers))
    human = (scope.human_button(),) if scope.sender else ()
    return Outgoing(
        "\n".join(lines),
        (
            scope.button("crisis.button.in_danger", f"{IN_DANGER}:{reason}"),
            scope.button("crisis.button.no_danger", "do:no_danger"),
            *human,
        ),
    )


def _is_answered(scope: Scope) -> None:
    if scope.sender is not None:
        due.clear(scope.db, scope.sender.id, [UNANSWERED], "answered")


def own_alarm(scope: Scope, _argument: str) -> Reply:
    """Gives the numbers to call to whoever types «báo động» about themself, and asks whether somebody is to come."""
    return _ask(scope, "violence")


def in_danger(scope: Scope, reason: str) -> Reply:
    _is_answered(scope)
    return crisis.answer(scope, reason if reason in crisis.KINDS else "violence")


def no_danger(scope: Scope, _argument: str) -> Reply:
    _is_answered(scope)
    return Said("crisis.no_danger", buttons=(scope.menu_button(),))


def ask_to_ring(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Raises, where nobody has answered, an alert about the account, so that somebody on duty rings."""
    asked = accounts.several(db, {row.subject_id for row in due_rows})
    people = {person.account_id: person for person in persons.by_accounts(db, asked)}
    for row in due_rows:
        account = asked.get(row.subject_id)
        if account is None:
            batch.drop([row], "no longer so")
            continue
        person = people.get(account.id) if "person" in account.roles else None
        reason, unit = kind_of(row.kind).alert, person.unit if person else account.unit
        with batch.attempt([row]):
            alerts.raise_alert(
                db,
                deployment,
                unit=unit,
                level=alert_rules.of_unit(db, deployment, unit).level_of(reason),
                reason=reason,
                person_id=person.id if person else None,
                raised_by=account.id,
                about=None if person else f"account:{account.id}",
            )


COMMANDS = (
    Command("alarm_own", own_alarm, may=("person", "family"), words=alarm.WORDS, keeps_form=True),
    Command("in_danger", in_danger, keeps_form=True),
    Command("no_danger", no_danger, keeps_form=True),
)
