"""Web sessions: how long a browser may stay away, and how often its coming back is noted."""

from datetime import timedelta

IDLE = timedelta(days=30)
NOTED_AFTER = timedelta(hours=1)
# the officers' desk is covered when nobody has touched it for this long, until they show again who they are
COVERED_AFTER = timedelta(minutes=15)
# whoever holds one of these roles may sit at the desk
DESK = frozenset({"officer", "admin"})
# a link to the desk, and what a passkey signs: for one use
TICKET_LIFE = timedelta(minutes=5)
# most links to the desk that an account is sent in this time, whoever asks for them
MOST_LINKS, LINKS_WITHIN = 3, timedelta(minutes=15)
