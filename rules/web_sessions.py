"""Web sessions: how long a browser may stay away, and how often its coming back is noted."""

from datetime import timedelta

IDLE = timedelta(days=30)
NOTED_AFTER = timedelta(hours=1)
# the officers' desk: nobody has touched it for so long, and it is covered until they show again who they are
COVERED_AFTER = timedelta(minutes=15)
