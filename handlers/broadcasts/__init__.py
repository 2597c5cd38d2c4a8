"""Messages to many: written, previewed, sent a part at a time, stopped and gone on with."""

from handlers.broadcasts import compose, sent_list

FORMS = (compose.broadcast,)
COMMANDS = sent_list.COMMANDS
