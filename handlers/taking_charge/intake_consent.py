"""Whether what somebody tells of their situation may be kept: asked in their own chat, answered there."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people import record
from handlers.people.agreement import settled
from handlers.people.targets import not_here, person_in
from handlers.taking_charge.intake import PURPOSE, has_agreed, tell_officers

OFFICER = ("officer",)
ANSWERS = ("yes", "no")


def ask(scope: Scope, argument: str) -> Reply:
    """Asks the person in their chat; the officer hears of the answer."""
    person = person_in(scope, argument, "intake")
    if person is None or person.account_id is None or person.status != "managed":
        return not_here(scope)
    page = scope.button("charge.button.page", f"do:charge:{person.id}")
    fields = {"who": scope.wording.called(person)}
    if has_agreed(scope, person):
        return Said("intake.agreed_already", fields, (page,))
    reached = notices.tell(
        scope.db, scope.deployment, person.account_id, "intake_asked", question, subject_id=person.id
    )
    scope.audit("intake.asked", person.id)
    return Said("intake.asked" if reached else "intake.asked_by_call", fields, (page, scope.menu_button()))


def question(wording: Wording) -> Outgoing:
    """Words the question, first in words that a locked phone may show."""
    text = f"{wording.text('notice.intake_asked')}\n\n{wording.text('link.intake.ask')}"
    buttons = tuple(
        Button(
            wording.text(f"dialogue.consent.{answer}"),
            f"do:intake_{answer}",
            "command",
            wording.text(f"notice.intake_asked.typed.{answer}"),
        )
        for answer in ANSWERS
    )
    return Outgoing(text, buttons)


def yes(scope: Scope, _argument: str) -> Reply:
    return _answered(scope, "yes")


def no(scope: Scope, _argument: str) -> Reply:
    return _answered(scope, "no")


def _answered(scope: Scope, answer: str) -> Reply:
    """Keeps the answer and tells the officers; who says yes may tell at once."""
    person = record.person_of(scope)
    if person is None:
        return record.missing(scope) or not_here(scope)
    if settled(scope, PURPOSE, answer):
        tell_officers(scope, person, "agreed", f"do:intake_start:{person.id}")
        tell_now = scope.button("intake.button.tell", "do:intake_tell")
        return Said("intake.thanks", buttons=(tell_now, scope.menu_button()))
    tell_officers(scope, person, "refused", f"do:charge:{person.id}")
    return Said("intake.respected", buttons=(scope.menu_button(),))


COMMANDS = (
    Command("intake_ask", ask, may=OFFICER, takes_argument=True),
    Command("intake_yes", yes, may=("person",), words=("dong y ke hoan canh", "agree situation")),
    Command("intake_no", no, may=("person",), words=("chua muon ke hoan canh", "refuse situation")),
)
