"""Relay: messages between a person and the officers, and the ways to reach a human."""

from handlers.kit.commands import Command
from handlers.relay import ask_officer, corrections, inbox, talk_to_officer

FORMS = (talk_to_officer.talk_to_officer, inbox.relay_reply)
COMMANDS = (
    *talk_to_officer.COMMANDS,
    *inbox.COMMANDS,
    *corrections.COMMANDS,
    Command(
        "human", ask_officer.reach, words=("gap can bo", "/human", "/gap", "gap nguoi", "human", "talk to a human")
    ),
)
