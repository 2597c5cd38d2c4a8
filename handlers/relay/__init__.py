"""Relay: messages between a person and the officers, and the ways to reach a human."""

from handlers.kit.commands import Command
from handlers.kit.matter import Matter
from handlers.relay import ask_officer, corrections, inbox, talk_to_officer

MATTER = Matter(
    "relay",
    forms=(talk_to_officer.talk_to_officer, inbox.relay_reply),
    commands=(
        *talk_to_officer.COMMANDS,
        *inbox.COMMANDS,
        *corrections.COMMANDS,
        Command(
            "human", ask_officer.reach, words=("gap can bo", "/human", "/gap", "gap nguoi", "human", "talk to a human")
        ),
    ),
    open_lines=(talk_to_officer.OPEN_LINE,),
)
