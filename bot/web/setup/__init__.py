"""Set-up by browser: a page a step, for whoever was given the one-time link."""
