"""Linking: strangers, codes and invitations, further phones, and the officers who take those that wait."""

from handlers.kit.commands import Command
from handlers.kit.matter import DueWork, Matter
from handlers.linking import (
    ask_help,
    confirming,
    desk,
    device,
    devices,
    doubts,
    invitation_sheets,
    invite,
    invite_many,
    link,
    newcomers,
    volunteering,
)
from storage.volunteers import WAITS

MATTER = Matter(
    "linking",
    forms=(
        link.link,
        ask_help.ask_help,
        newcomers.newcomer_answer,
        invite.invite,
        volunteering.volunteer_ask,
    ),
    commands=(
        *newcomers.COMMANDS,
        *invite.COMMANDS,
        *invite_many.COMMANDS,
        *devices.COMMANDS,
        *desk.COMMANDS,
        *confirming.COMMANDS,
        *doubts.COMMANDS,
        *volunteering.COMMANDS,
        Command(
            "device",
            device.another,
            words=("ma", "/ma", "them may", "them may khac", "may khac", "dung tren may khac", "/device", "code"),
        ),
        Command(
            "leave",
            device.leave,
            words=("thoat may", "thoat khoi may nay", "roi may nay", "/leave", "/roi", "sign out"),
        ),
    ),
    due=(DueWork((WAITS,), volunteering.remind),),
    documents=invitation_sheets.DOCUMENTS,
)
