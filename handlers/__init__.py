"""What is said: conversations by matter, and every sentence by key."""
