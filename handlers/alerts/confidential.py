"""Danger told in words that the officers of the commune may not read: help at once, and the words stay where they are.

A complaint may be about those whom an alert would call. So of violence it tells nobody by itself, but offers to; that
somebody's life is in danger reaches those on duty at once, without a word of what was written.
"""

from dataclasses import replace

from handlers.alerts import crisis
from handlers.kit import Outgoing, Text
from handlers.kit.commands import Command
from handlers.kit.scope import Scope
from storage.conversations import Conversation

# forms whose words the officers of the commune may not read: no alert carries them
FORMS = ("complain",)
TELL = "tell_of_violence"


def answer(scope: Scope, talk: Conversation, reason: str, words: str) -> Outgoing:
    """Says whom to call and what to do, and keeps the words in what is being written."""
    out = _of_violence(scope) if reason == "violence" else crisis.answer(scope, reason)
    if _kept(scope, talk, words):
        out = replace(out, text="\n".join((out.text, scope.text("crisis.confidential.kept"))))
    return out


def _of_violence(scope: Scope) -> Outgoing:
    lines = (
        scope.text("crisis.violence.self"),
        scope.text("crisis.violence.call", **scope.deployment.emergency_numbers),
        scope.text("crisis.confidential.untold"),
    )
    tell = scope.button("crisis.confidential.tell", f"do:{TELL}", typed=scope.text("crisis.confidential.typed"))
    return Outgoing("\n".join(lines), (tell,))


def _kept(scope: Scope, talk: Conversation, words: str) -> bool:
    """Takes the words for the answer to an open question of free words, so that nobody has to write them twice."""
    question = scope.deployment.registry.forms[talk.form or ""].walk(talk.answers)[1]
    if not isinstance(question, Text) or not question.accepts(words.strip()):
        return False
    talk.answers = {**talk.answers, question.id: words.strip()}
    return True


def tell(scope: Scope, _argument: str) -> Outgoing:
    return crisis.answer(scope, "violence")


COMMANDS = (Command(TELL, tell, words=("bao nguoi truc", "tell those on duty"), keeps_form=True),)
