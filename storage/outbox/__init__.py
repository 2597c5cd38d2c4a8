"""Messages that leave the service: put with the fact they tell of, then sent, held back, received, or called."""

from storage.outbox.put import put, recently_put, unsent_reminder, was_put
from storage.outbox.table import ALERT, BROADCAST, REMINDER, REPLY, outbox

__all__ = ["ALERT", "BROADCAST", "REMINDER", "REPLY", "outbox", "put", "recently_put", "unsent_reminder", "was_put"]
