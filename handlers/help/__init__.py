"""Help: the menu, what the service can do, and what a typed wish starts."""

from handlers.help import guidance, help, intents, menu
from handlers.kit.commands import Command
from handlers.kit.matter import Matter

MATTER = Matter(
    "help",
    commands=(
        Command(
            "menu",
            menu.show,
            words=("menu", "/menu", "/start", "start", "bat dau", "/batdau", "ve menu", "ve dau", "home"),
        ),
        Command("resumed", menu.resumed),
        Command("more", menu.more, words=("cai dat", "/khac", "settings", "/settings")),
        Command(
            "comings", menu.comings, may=("person",), words=("/henvang", "lich hen xin vang", "appointments and leave")
        ),
        Command(
            "office", menu.office, may=("officer",), words=("/vanphong", "/office", "viec van phong", "office work")
        ),
        Command("help", help.show, words=("tro giup", "/trogiup", "/help", "help", "huong dan")),
        *intents.COMMANDS,
        *guidance.COMMANDS,
    ),
)
