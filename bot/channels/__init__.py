"""One folder for each messaging platform, what they share, and the registry that lists them."""
