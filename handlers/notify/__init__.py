"""What the system itself says: to whom, when, by which way, and what happens when nothing gets through."""
