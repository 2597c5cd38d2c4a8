"""Alerts: raised by whoever is worried, taken and closed by an officer; and the answer to a message of distress."""

from handlers.alerts import (
    alarm,
    close,
    crisis,
    distress,
    duty,
    hand_on,
    officer_alarm,
    open_list,
    queue,
    rule_pages,
    why,
)
from handlers.kit.matter import DueWork, Matter
from handlers.notify import unreachable

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
    ),
    commands=(
        *alarm.COMMANDS,
        *open_list.COMMANDS,
        *queue.COMMANDS,
        *duty.COMMANDS,
        *crisis.COMMANDS,
        *distress.COMMANDS,
        *why.COMMANDS,
        *rule_pages.COMMANDS,
    ),
    open_lines=(alarm.OPEN_LINE,),
    due=(
        DueWork(("unreachable",), unreachable.raise_alerts),
        DueWork((distress.UNANSWERED,), distress.ask_to_ring),
    ),
)
