"""Complaints about officers, guardians and partners: written to the unit above, with a number, a clock, an answer."""

from handlers.complaints import clock, dealing, own, sending
from handlers.kit.matter import DueWork, Matter

MATTER = Matter(
    "complaints",
    forms=(sending.complain, dealing.complaint_answer, dealing.complaint_longer),
    commands=(*sending.COMMANDS, *dealing.COMMANDS, *own.COMMANDS),
    wishes=own.wishes,
    due=(DueWork(clock.KINDS, clock.remind),),
)
