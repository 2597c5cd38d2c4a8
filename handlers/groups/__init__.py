"""Groups A–D: officers see the facts of a quarter, choose with a reason, and hand in the list HCD-09."""

from handlers.groups import choosing, quarter_list, written_list
from handlers.kit.matter import Matter

MATTER = Matter(
    "groups",
    forms=(choosing.group_choice, written_list.group_list_receipt),
    commands=(*choosing.COMMANDS, *quarter_list.COMMANDS, *written_list.COMMANDS),
    documents=written_list.DOCUMENTS,
)
