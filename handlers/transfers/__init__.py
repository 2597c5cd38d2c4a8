"""Transfers: somebody moves to another commune that is served here, whose officers accept or ask back."""

from handlers.kit.matter import DueWork, Matter
from handlers.transfers import clock, deciding, listed, proposing, questions

MATTER = Matter(
    "transfers",
    forms=(proposing.transfer, questions.transfer_question, questions.transfer_answer),
    commands=(*proposing.COMMANDS, *listed.COMMANDS, *deciding.COMMANDS),
    due=(DueWork((clock.DUE, clock.LATE), clock.tell),),
)
