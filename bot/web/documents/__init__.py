"""Documents opened by a signed link, where the chat that asked for them shows no files."""
