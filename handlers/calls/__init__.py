"""Calls: whom officers ring, because no message gets through or somebody asked for it."""

from handlers.calls import call_list
from handlers.kit.matter import Matter

MATTER = Matter("calls", commands=call_list.COMMANDS)
