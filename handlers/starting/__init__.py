"""Starting: what a commune does first, until it runs, and the drill that shows whom an alert reaches."""

from handlers.kit.matter import Matter
from handlers.starting import check_list, drill

MATTER = Matter("starting", commands=(*check_list.COMMANDS, *drill.COMMANDS))
