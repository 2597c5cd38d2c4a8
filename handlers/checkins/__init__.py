"""Check-ins: how somebody says they are, month by month."""

from handlers.checkins import check_in, history

FORMS = (check_in.check_in,)
COMMANDS = (*check_in.COMMANDS, *history.COMMANDS)
