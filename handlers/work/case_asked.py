"""A partner who asks what somebody has done hears kindly that it isn't told; the officers hear that it was asked."""

from handlers.kit import Incoming, Outgoing, Said
from handlers.kit.matter import Interrupt, Interruption
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import officers
from handlers.understand.case_questions import asks_about_case
from handlers.understand.emergency import emergency
from storage import due, units
from storage.conversations import Conversation

KIND = "case_asked"
# whoever is one of these, too, sees of people what their office allows
OFFICES = {"officer", "admin", "guardian"}


def hear(scope: Scope, _talk: Conversation, message: Incoming) -> Interruption | None:
    """Declines before a worry is guessed into the question; who is plainly in danger is heard as such."""
    if scope.sender is None or "partner" not in scope.sender.roles or OFFICES & set(scope.sender.roles):
        return None
    if message.kind == "press" or not message.text or not asks_about_case(message.text):
        return None
    if emergency(message.text):
        return None
    scope.audit("interest.case_asked", scope.account.id)
    _tell_officers_once_a_day(scope)
    return Interruption(Said("case_asked.refused", buttons=(scope.human_button(), scope.menu_button())))


def _tell_officers_once_a_day(scope: Scope) -> None:
    partner, day = scope.account, scope.today.isoformat()
    if due.is_planned(scope.db, KIND, partner.id, day):
        return
    due.mark(scope.db, KIND, partner.id, day, unit=scope.unit)
    organisation = units.organisation(scope.db, partner.organisation_id) if partner.organisation_id else None

    def telling(wording: Wording) -> Outgoing:
        name = organisation.name if organisation else wording.called(partner)
        return Outgoing(wording.text("notice.case_asked", organisation=name, who=wording.called(partner)))

    officers.tell(scope, KIND, telling, subject_id=partner.id)


# before words of distress are guessed at, which are heard without a limit
CASE_ASKED = Interrupt(hear, limited=False)
