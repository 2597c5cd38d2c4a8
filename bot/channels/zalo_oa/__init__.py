"""A Zalo Official Account, with its templates."""
