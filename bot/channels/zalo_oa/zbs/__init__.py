"""Template messages of a Zalo Official Account (ZBS), by user id or by phone."""
