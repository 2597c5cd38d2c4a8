"""Needs: what people ask for help with, on the officers' board, with whoever helps, and back to who has asked."""

from handlers.kit.matter import DueWork, Matter
from handlers.needs import asking, board, clocks, helping, offering, own, pledging, wishes

MATTER = Matter(
    "needs",
    forms=(
        asking.need_ask,
        asking.need_for,
        offering.need_offer,
        helping.helping_no,
        helping.helping_kinds,
        pledging.pledge,
    ),
    commands=(
        *board.COMMANDS,
        *asking.COMMANDS,
        *offering.COMMANDS,
        *own.COMMANDS,
        *helping.COMMANDS,
        *pledging.COMMANDS,
    ),
    due=(DueWork(clocks.KINDS, clocks.work_off),),
    wishes=wishes.open_wishes,
)
