"""Messages that leave the service: put with the fact they tell of, then sent, held back, received, or called."""

from storage.outbox.put import put, told_lately, was_put
from storage.outbox.table import ALERT, BROADCAST, REMINDER, REPLY, outbox

__all__ = ["ALERT", "BROADCAST", "REMINDER", "REPLY", "outbox", "put", "told_lately", "was_put"]
