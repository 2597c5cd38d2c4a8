"""From the outbox to the platform: dispatcher, sender, send queue, rates, breaker, receipts."""
