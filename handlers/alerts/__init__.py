"""Alerts: raised by whoever is worried, taken and closed by an officer; and the answer to a message of distress."""

from handlers.alerts import alarm, close, crisis, desk, duty, officer_alarm

FORMS = (alarm.alarm, alarm.alarm_words, close.alert_close, officer_alarm.officer_alarm)
COMMANDS = (*alarm.COMMANDS, *desk.COMMANDS, *duty.COMMANDS, *crisis.COMMANDS)
