"""Messages to many: written, previewed, sent a part at a time, stopped and gone on with."""

from handlers.broadcasts import compose, sent_list
from handlers.kit.matter import Matter

MATTER = Matter("broadcasts", forms=(compose.broadcast,), commands=sent_list.COMMANDS)
