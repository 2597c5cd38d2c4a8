"""Work: partners offer jobs and courses, people look for them, and both hear how it went."""

from handlers.kit.matter import DueWork, Matter, Wish
from handlers.kit.scope import Scope
from handlers.work import (
    applicant,
    at_work,
    best_jobs,
    cv,
    fair_guests,
    fair_post,
    find_work,
    helping,
    hiring_clock,
    interest,
    invited,
    job_digest,
    leanings,
    my_interests,
    my_search,
    offer_clock,
    offers_desk,
    own_offers,
    post_offer,
    posters,
    unsuited,
    wish,
)


def _wishes(scope: Scope) -> list[Wish]:
    return [*my_interests.wishes(scope), *my_search.wishes(scope), *fair_guests.wishes(scope)]


MATTER = Matter(
    "work",
    forms=(
        interest.interest,
        invited.invited_day,
        wish.wish,
        post_offer.offer_post,
        applicant.applicant_answer,
        offers_desk.offer_refuse,
        my_search.my_search,
        unsuited.unsuited,
        helping.work_help,
        fair_post.fair_post,
        cv.cv,
        leanings.leanings,
    ),
    commands=(
        *find_work.COMMANDS,
        *interest.COMMANDS,
        *my_interests.COMMANDS,
        *at_work.COMMANDS,
        *helping.COMMANDS,
        *cv.COMMANDS,
        *leanings.COMMANDS,
        *invited.COMMANDS,
        *wish.COMMANDS,
        *own_offers.COMMANDS,
        *applicant.COMMANDS,
        *offers_desk.COMMANDS,
        *posters.COMMANDS,
        *best_jobs.COMMANDS,
        *my_search.COMMANDS,
        *unsuited.COMMANDS,
        *fair_guests.COMMANDS,
    ),
    due=(
        *hiring_clock.DUE,
        DueWork((offer_clock.CLOSING,), offer_clock.ask_partners),
        DueWork((offer_clock.ENDING,), offer_clock.end_those_over),
        DueWork((offer_clock.WAITING,), offer_clock.remind_officers),
        DueWork((job_digest.KIND,), job_digest.tell),
        DueWork((fair_guests.REMINDER,), fair_guests.remind),
    ),
    daily=(offer_clock.DAILY, job_digest.DAILY),
    documents=cv.DOCUMENTS,
    wishes=_wishes,
)
