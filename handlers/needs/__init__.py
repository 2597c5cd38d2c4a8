"""Needs: what people need help with, as officers see it."""

from handlers.kit.matter import Matter
from handlers.needs import board, wishes

MATTER = Matter("needs", commands=board.COMMANDS, wishes=wishes.open_wishes)
