"""The matters of the service, in one list; a new one is added here. Earlier ones win a word that two of them use."""

from handlers import (
    accounts,
    alerts,
    assignments,
    broadcasts,
    calls,
    checkins,
    help,
    linking,
    loans,
    needs,
    overview,
    people,
    relay,
    roll_call,
    settings,
    starting,
    visits,
    work,
)
from handlers.accounts import outside
from handlers.alerts import distress
from handlers.help import intents, menu
from handlers.kit.registry import Audience, Registry
from handlers.linking import arrival, strangers
from handlers.notify import opt_out

MATTERS = (
    visits.MATTER,
    alerts.MATTER,
    work.MATTER,
    loans.MATTER,
    checkins.MATTER,
    roll_call.MATTER,
    relay.MATTER,
    people.MATTER,
    assignments.MATTER,
    overview.MATTER,
    needs.MATTER,
    calls.MATTER,
    broadcasts.MATTER,
    accounts.MATTER,
    linking.MATTER,
    settings.MATTER,
    starting.MATTER,
    help.MATTER,
)
REGISTRY = Registry(
    linked=Audience(
        MATTERS,
        on_arrival=arrival.on_return,
        fallback=intents.answer,
        wish=intents.wish,
        line_named=menu.named,
    ),
    strangers=strangers.AUDIENCE,
    interrupts=(
        opt_out.BLOCKED_BY_PLATFORM,
        distress.DISTRESS,
        opt_out.STOP_WORDS,
        opt_out.CLOSED_CHAT,
    ),
    outside=outside.OUTSIDE,
)
