"""A page for tips without a name. Nothing here asks for address, cookie or browser, logs or counts who reads."""
