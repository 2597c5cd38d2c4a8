"""Calls: whom officers ring, because no message gets through or somebody asked for it."""

from handlers.calls import call_list, clock
from handlers.kit.matter import DueWork, Matter
from rules.calls import WANTED

MATTER = Matter(
    "calls",
    commands=call_list.COMMANDS,
    due=(DueWork((WANTED,), clock.work_off),),
    wishes=clock.wishes,
)
