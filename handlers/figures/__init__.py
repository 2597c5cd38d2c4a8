"""Figures of a week, month, quarter or year: in chat, as a picture and as a workbook; to the province only counts."""

from handlers.figures import effect, files, funnel, shown
from handlers.kit.matter import Matter

MATTER = Matter(
    "figures",
    commands=(*shown.COMMANDS, *files.COMMANDS, *effect.COMMANDS, *funnel.COMMANDS),
    documents=(*files.DOCUMENTS, *funnel.DOCUMENTS),
)
