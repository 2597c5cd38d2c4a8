"""From the webhook to the committed turn: hooks, polling, spool, desk, turns."""
