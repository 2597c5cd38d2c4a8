"""Work: partners offer jobs and courses, people look for them, and both hear how it went."""

from handlers.kit.commands import Command
from handlers.kit.form import Form
from handlers.work import applicant, find_work, interest, invited, own_offers, post_offer, wish

FORMS: tuple[Form, ...] = (
    interest.interest,
    invited.invited_day,
    wish.wish,
    post_offer.offer_post,
    applicant.applicant_answer,
)
COMMANDS: tuple[Command, ...] = (
    *find_work.COMMANDS,
    *interest.COMMANDS,
    *invited.COMMANDS,
    *wish.COMMANDS,
    *own_offers.COMMANDS,
    *applicant.COMMANDS,
)
