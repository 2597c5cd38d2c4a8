"""Messages to many: who gets them, by which way, in which words, and how they are brought on their way."""
