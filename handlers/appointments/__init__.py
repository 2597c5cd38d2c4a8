"""Appointments: an officer offers two or three times, the person takes one, asks for another, is reminded, comes."""

from handlers.appointments import calendar_file, counsel, offering, officers_list, reminders, taking
from handlers.kit.matter import DueWork, Matter
from rules.appointments import ASKED

MATTER = Matter(
    "appointments",
    forms=(offering.appointment, offering.appointment_again, taking.appointment_other, counsel.counselling),
    commands=(
        *taking.COMMANDS,
        *officers_list.COMMANDS,
        *offering.COMMANDS,
        *calendar_file.COMMANDS,
        *counsel.COMMANDS,
    ),
    due=(
        DueWork(reminders.TO_PERSONS, reminders.remind),
        DueWork(("appointment_after",), reminders.ask_how_it_went),
        DueWork((ASKED,), counsel.remind),
    ),
    documents=(calendar_file.CALENDAR_FILE,),
    wishes=counsel.wishes,
)
