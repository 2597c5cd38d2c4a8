"""A person's whole life in the service: what happens in it, in any order, and what always holds."""
