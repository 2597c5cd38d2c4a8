"""Work: partners offer jobs and courses, people look for them, and both hear how it went."""

from handlers.kit.matter import Matter
from handlers.work import applicant, find_work, interest, invited, own_offers, post_offer, wish

MATTER = Matter(
    "work",
    forms=(
        interest.interest,
        invited.invited_day,
        wish.wish,
        post_offer.offer_post,
        applicant.applicant_answer,
    ),
    commands=(
        *find_work.COMMANDS,
        *interest.COMMANDS,
        *invited.COMMANDS,
        *wish.COMMANDS,
        *own_offers.COMMANDS,
        *applicant.COMMANDS,
    ),
)
