"""What officers come to do: alerts, the commune at a glance, people, guardians, invites, messages, calls."""

from handlers.commands import Command
from handlers.dialogue import Form
from handlers.officer import (
    alert_list,
    at_a_glance,
    broadcast_list,
    calls,
    checkins,
    corrections,
    duty,
    messages,
    open_needs,
    people,
)
from handlers.officer import invite as inviting
from handlers.officer.alarm import officer_alarm
from handlers.officer.alert_close import alert_close
from handlers.officer.assign import COMMANDS as ASSIGNING
from handlers.officer.assign import assign
from handlers.officer.broadcast import broadcast
from handlers.officer.visit_interval import visit_interval

FORMS: tuple[Form, ...] = (
    alert_close,
    officer_alarm,
    people.find_person,
    assign,
    visit_interval,
    inviting.invite,
    messages.relay_reply,
    broadcast,
)
COMMANDS: tuple[Command, ...] = (
    *alert_list.COMMANDS,
    *at_a_glance.COMMANDS,
    *people.COMMANDS,
    *checkins.COMMANDS,
    *ASSIGNING,
    *inviting.COMMANDS,
    *messages.COMMANDS,
    *calls.COMMANDS,
    *corrections.COMMANDS,
    *duty.COMMANDS,
    *open_needs.COMMANDS,
    *broadcast_list.COMMANDS,
)
