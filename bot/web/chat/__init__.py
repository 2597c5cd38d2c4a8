"""The chat page: what it shows, streams and takes."""
