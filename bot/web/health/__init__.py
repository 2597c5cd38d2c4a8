"""Alive, ready and figures."""
