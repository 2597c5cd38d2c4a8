"""The matters of the service, in one list; a new one is added here. Earlier ones win a word that two of them use."""

from handlers import (
    absences,
    accounts,
    alerts,
    appointments,
    assignments,
    broadcasts,
    calls,
    checkins,
    complaints,
    family,
    figures,
    goals,
    groups,
    help,
    letters,
    linking,
    lists,
    loans,
    my_data,
    needs,
    office_templates,
    outcomes,
    overview,
    people,
    quarter,
    record_clearance,
    relay,
    roll_call,
    roster,
    settings,
    starting,
    taking_charge,
    tasks,
    threads,
    tips,
    transfers,
    visits,
    work,
)
from handlers.accounts import outside
from handlers.alerts import distress
from handlers.help import intents, menu
from handlers.kit import Incoming
from handlers.kit.commands import Reply
from handlers.kit.questions import sent
from handlers.kit.registry import Audience, Registry
from handlers.kit.scope import Scope
from handlers.linking import arrival, strangers
from handlers.lists import sending
from handlers.notify import opt_out
from handlers.work import case_asked

MATTERS = (
    visits.MATTER,
    alerts.MATTER,
    work.MATTER,
    loans.MATTER,
    record_clearance.MATTER,
    checkins.MATTER,
    roll_call.MATTER,
    absences.MATTER,
    appointments.MATTER,
    groups.MATTER,
    relay.MATTER,
    complaints.MATTER,
    threads.MATTER,
    roster.MATTER,
    tasks.MATTER,
    tips.MATTER,
    figures.MATTER,
    outcomes.MATTER,
    people.MATTER,
    quarter.MATTER,
    letters.MATTER,
    office_templates.MATTER,
    assignments.MATTER,
    taking_charge.MATTER,
    goals.MATTER,
    overview.MATTER,
    needs.MATTER,
    calls.MATTER,
    broadcasts.MATTER,
    accounts.MATTER,
    transfers.MATTER,
    family.MATTER,
    linking.MATTER,
    lists.MATTER,
    settings.MATTER,
    my_data.MATTER,
    starting.MATTER,
    help.MATTER,
)


def _outside_dialogues(scope: Scope, message: Incoming) -> Reply:
    """Answers what no dialogue and no command takes: a list begins its own, anything else is guessed at."""
    if message.media is not None and message.media.attachment and sending.is_list(scope, message.media):
        return sending.begin(sent(message))
    return intents.answer(scope, message)


REGISTRY = Registry(
    linked=Audience(
        MATTERS,
        on_arrival=arrival.on_return,
        fallback=_outside_dialogues,
        wish=intents.wish,
        line_named=menu.named,
        takes_media=sending.is_list,
    ),
    strangers=strangers.AUDIENCE,
    interrupts=(
        opt_out.BLOCKED_BY_PLATFORM,
        case_asked.CASE_ASKED,
        distress.DISTRESS,
        opt_out.STOP_WORDS,
        opt_out.CLOSED_CHAT,
        arrival.BROUGHT_INTO_DIALOGUE,
    ),
    outside=outside.OUTSIDE,
)
