"""The people in care as the service names and shows them, and what they sent along."""

from handlers.people import attachments, card

FORMS = (card.find_person,)
COMMANDS = (*card.COMMANDS, *attachments.COMMANDS)
