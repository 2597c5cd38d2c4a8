"""A dialogue set aside for another matter, and the way back to it; it is kept as long as an open one."""

from datetime import timedelta

from handlers.kit import replies
from handlers.kit.form import Form
from handlers.kit.keywords import press
from handlers.kit.messages import Answers, Button, Incoming
from handlers.kit.scope import Scope
from handlers.kit.slot_filling import STORY
from storage import drafts
from storage.conversations import Conversation

DRAFT_LIFE = timedelta(days=7)
NUDGE_AFTER = timedelta(days=1)
# leads from an open form to another dialogue of the same form
EARLIER = "earlier"


def park(scope: Scope, talk: Conversation, form: Form) -> Button:
    """Sets the open dialogue aside and gives the button that leads back; nobody is asked about what is still empty."""
    nudge_at = scope.now + NUDGE_AFTER
    drafts.park(
        scope.db,
        talk.party_id,
        form.id,
        _kept(talk, form, scope),
        chat_id=scope.chat.id,
        expires_at=scope.now + DRAFT_LIFE,
        nudge_at=nudge_at if has_answers(talk) else None,
    )
    talk.back = (form.id, replies.about(form, talk.answers, scope.author), int(nudge_at.timestamp()))
    button = replies.back_button(form, talk.answers, scope)
    talk.close()
    return button


def has_answers(talk: Conversation) -> bool:
    """Says whether anything was answered but what the dialogue began with."""
    return len(talk.answers) > talk.begun_with


def _kept(talk: Conversation, form: Form, scope: Scope) -> Answers:
    """Gives the answers that are worth keeping; what was only expected is nobody's answer."""
    is_expected = (
        form.expects is not None and not has_answers(talk) and form.expects(scope).items() <= talk.answers.items()
    )
    return {} if is_expected else talk.answers


def drop_empty(scope: Scope, talk: Conversation, form: Form) -> bool:
    """Forgets a dialogue of this form that was set aside before anything was answered; False if there is none."""
    parked = drafts.of_form(scope.db, talk.party_id, form.id)
    if parked is None or parked.answers:
        return False
    drafts.dropped(scope.db, [parked.id])
    talk.back = ("", "", 0)
    return True


def take_up(scope: Scope, talk: Conversation, form: Form) -> bool:
    """Goes on with what was set aside of this form; False if there is nothing."""
    parked = drafts.take(scope.db, talk.party_id, form.id)
    if parked is None:
        return False
    talk.form, talk.answers = form.id, parked.answers
    talk.back = _another(scope, talk)
    return True


def _another(scope: Scope, talk: Conversation) -> tuple[str, str, int]:
    """Leads to what is still set aside when one of several is gone on with."""
    parked = drafts.last(scope.db, talk.party_id)
    form = scope.deployment.registry.forms.get(parked.form) if parked else None
    if parked is None or form is None or not parked.answers:
        return ("", "", 0)
    until = scope.now + NUDGE_AFTER
    return (form.id, replies.about(form, parked.answers, scope.author), int(until.timestamp()))


def earlier(scope: Scope, talk: Conversation, form: Form) -> Button | None:
    """Offers, once, what was set aside of a form that begins anew."""
    parked = drafts.of_form(scope.db, talk.party_id, form.id)
    if parked is None or not parked.is_to_be_offered:
        return None
    drafts.nudged(scope.db, [parked.id])
    return replies.back_button(form, parked.answers, scope)._replace(press=press(form.id, "*", f"!{EARLIER}"))


def exchange(scope: Scope, talk: Conversation, form: Form) -> bool:
    """Goes on with the dialogue set aside of the form that is open; what is answered of this one is set aside."""
    parked = drafts.take(scope.db, talk.party_id, form.id)
    if parked is None:
        return False
    if has_answers(talk):
        park(scope, talk, form)
    talk.form, talk.answers = form.id, parked.answers
    return True


def nobody_misses(answers: Answers, message: Incoming) -> int:
    """Counts the answers that a form began with, and that are lost with it: a button's, but none of a sentence told."""
    return 0 if len(message.text.split()) >= STORY else len(answers)


def way_back(scope: Scope, talk: Conversation) -> Button | None:
    """Gives the button that leads back to what was set aside last, while it is offered."""
    form_id, what, until = talk.back
    if not form_id or form_id == talk.form or scope.now.timestamp() > until:
        return None
    label, typed = scope.text("dialogue.button.go_on", what=what), scope.text("dialogue.typed.go_on")
    return Button(label, press(form_id, "*", "!go_on"), role="command", typed=typed)
