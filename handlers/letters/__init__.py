"""Letters on paper to people in care, an invitation and a reminder, and the way to all papers about somebody."""

from handlers.kit.matter import Matter
from handlers.letters import of_person, writing

MATTER = Matter(
    "letters",
    forms=(writing.invitation_letter, writing.reminder_letter),
    commands=(*of_person.COMMANDS, *writing.COMMANDS),
    documents=(*writing.INVITATION.documents, *writing.REMINDER.documents),
)
