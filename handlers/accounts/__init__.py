"""Accounts: what needs two people, and what those who look after a commune's accounts may do with them."""

from handlers.accounts import approving
from handlers.kit.matter import Matter

MATTER = Matter("accounts", commands=approving.COMMANDS)
