"""What is said: conversations by who speaks, and every sentence by key."""
