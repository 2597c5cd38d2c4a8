"""What partners come to do: offer a job or a course, hear who is interested, say how it went."""

from handlers.commands import Command
from handlers.dialogue import Form
from handlers.partner import applicant, own_offers, post_offer

FORMS: tuple[Form, ...] = (post_offer.offer_post, applicant.applicant_answer)
COMMANDS: tuple[Command, ...] = (*own_offers.COMMANDS, *applicant.COMMANDS)
