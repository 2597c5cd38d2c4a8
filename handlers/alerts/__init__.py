"""Alerts: raised by whoever is worried, taken and closed by an officer; and the answer to a message of distress."""

from handlers.alerts import (
    aftercare,
    alarm,
    close,
    confidential,
    crisis,
    distress,
    duty,
    hand_on,
    next_day,
    officer_alarm,
    open_list,
    own,
    queue,
    rule_pages,
    why,
)
from handlers.kit.matter import DueWork, Matter
from handlers.notify import unreachable
from rules.aftercare import ASK, CALL, OPEN, SILENT

MATTER = Matter(
    "alerts",
    forms=(
        alarm.alarm,
        alarm.alarm_words,
        close.alert_close,
        close.alert_false,
        hand_on.alert_hand_on,
        officer_alarm.officer_alarm,
        rule_pages.alert_rule,
        next_day.how_today,
    ),
    commands=(
        *alarm.COMMANDS,
        *officer_alarm.COMMANDS,
        *open_list.COMMANDS,
        *queue.COMMANDS,
        *duty.COMMANDS,
        *aftercare.COMMANDS,
        *crisis.COMMANDS,
        *confidential.COMMANDS,
        *distress.COMMANDS,
        *next_day.COMMANDS,
        *why.COMMANDS,
        *rule_pages.COMMANDS,
    ),
    open_lines=(alarm.OPEN_LINE,),
    due=(
        DueWork(("unreachable",), unreachable.raise_alerts),
        DueWork((distress.UNANSWERED,), distress.ask_to_ring),
        DueWork((CALL,), aftercare.ask_to_call),
        DueWork((OPEN,), aftercare.ask_how_it_ended),
        DueWork((ASK,), next_day.ask),
        DueWork((SILENT,), next_day.tell_silence),
    ),
    wishes=own.wishes,
)
