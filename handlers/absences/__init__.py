"""Leave to be away: asked for in chat, decided by an officer with a reason, written as a letter, and the way back."""

from handlers.absences import asking, deciding, letter, own, returning
from handlers.kit.matter import DueWork, Matter

MATTER = Matter(
    "absences",
    forms=(asking.absence_request, deciding.absence_decision),
    commands=(*own.COMMANDS, *asking.COMMANDS, *deciding.COMMANDS),
    due=(
        DueWork(("absence_return",), returning.remind),
        DueWork(("absence_late",), returning.tell_officers),
    ),
    documents=letter.LETTER.documents,
)
