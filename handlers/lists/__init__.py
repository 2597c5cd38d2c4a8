"""Lists that officers send in chat: looked at, asked about row by row, written, taken back within a day."""

from handlers.kit.matter import Matter
from handlers.lists import answering, sending, templates, writing

MATTER = Matter(
    "lists",
    forms=(sending.LIST_FILE,),
    commands=(*sending.COMMANDS, *answering.COMMANDS, *writing.COMMANDS, *templates.COMMANDS),
    documents=templates.DOCUMENTS,
)
