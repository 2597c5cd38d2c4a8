"""One's own data: what is kept, who has looked, what was agreed to; to have it put right, to take it along."""

from handlers.kit.matter import DueWork, Matter
from handlers.my_data import agreements, asking, clock, dealing, kept, lookers, others, own_data, own_requests

MATTER = Matter(
    "my_data",
    forms=(asking.correct_me, dealing.data_answer),
    commands=(
        *kept.COMMANDS,
        *lookers.COMMANDS,
        *agreements.COMMANDS,
        *own_data.COMMANDS,
        *own_requests.COMMANDS,
        *dealing.COMMANDS,
        *others.COMMANDS,
    ),
    due=(DueWork(clock.KINDS, clock.remind),),
    documents=own_data.DOCUMENTS,
    wishes=own_requests.wishes,
)
