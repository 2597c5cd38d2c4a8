"""The commands that set up and look after a service."""
