"""How people live when they come home and 3, 6 and 12 months later, shown as movement and never as a score."""

from handlers.kit.matter import DueWork, Matter
from handlers.outcomes import asking, moving

MATTER = Matter(
    "outcomes",
    forms=(asking.outcome,),
    commands=(*asking.COMMANDS, *moving.COMMANDS),
    due=(DueWork((asking.ASKED,), asking.ask),),
    daily=(asking.DAILY,),
)
