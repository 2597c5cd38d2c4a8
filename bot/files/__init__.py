"""Attachments: stored sealed, fetched, made safe, shown, and lent to platforms by signed links."""
