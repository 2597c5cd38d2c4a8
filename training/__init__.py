"""From written sentences to the weights that the service reads: a developer's tool, no part of what is installed."""
