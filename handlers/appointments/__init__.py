"""Appointments: an officer offers two or three times, the person takes one, asks for another, is reminded, comes."""

from handlers.appointments import calendar_file, offering, officers_list, reminders, taking
from handlers.kit.matter import DueWork, Matter

MATTER = Matter(
    "appointments",
    forms=(offering.appointment, offering.appointment_again, taking.appointment_other),
    commands=(
        *taking.COMMANDS,
        *officers_list.COMMANDS,
        *offering.COMMANDS,
        *calendar_file.COMMANDS,
    ),
    due=(
        DueWork(reminders.TO_PERSONS, reminders.remind),
        DueWork(("appointment_after",), reminders.ask_how_it_went),
    ),
    documents=(calendar_file.CALENDAR_FILE,),
)
