"""The commune at a glance, and the morning digest."""

from handlers.kit.matter import DueWork, Matter
from handlers.overview import digest, glance

MATTER = Matter(
    "overview",
    commands=glance.COMMANDS,
    due=(DueWork(("digest",), digest.send, last=True),),
    daily=(digest.DAILY,),
)
