"""Work: partners offer jobs and courses, people look for them, and both hear how it went."""

from handlers.kit.matter import DueWork, Matter
from handlers.work import (
    applicant,
    find_work,
    interest,
    invited,
    offer_clock,
    offers_desk,
    own_offers,
    post_offer,
    posters,
    wish,
)

MATTER = Matter(
    "work",
    forms=(
        interest.interest,
        invited.invited_day,
        wish.wish,
        post_offer.offer_post,
        applicant.applicant_answer,
        offers_desk.offer_refuse,
    ),
    commands=(
        *find_work.COMMANDS,
        *interest.COMMANDS,
        *invited.COMMANDS,
        *wish.COMMANDS,
        *own_offers.COMMANDS,
        *applicant.COMMANDS,
        *offers_desk.COMMANDS,
        *posters.COMMANDS,
    ),
    due=(
        DueWork((offer_clock.CLOSING,), offer_clock.ask_partners),
        DueWork((offer_clock.ENDING,), offer_clock.end_those_over),
        DueWork((offer_clock.WAITING,), offer_clock.remind_officers),
    ),
    daily=(offer_clock.DAILY,),
)
