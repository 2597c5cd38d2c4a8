"""Attachments: stored sealed, fetched, made safe, shown, and given to platforms by signed links."""
