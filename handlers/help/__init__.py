"""Help: the menu, what the service can do, and what a typed wish starts."""

from handlers.help import help as guide
from handlers.help import menu
from handlers.kit.commands import Command
from handlers.kit.form import Form

FORMS: tuple[Form, ...] = ()
COMMANDS = (
    Command("menu", menu.show, words=("menu", "/menu", "/start", "start", "bat dau", "/batdau", "ve dau", "home")),
    Command("resumed", menu.resumed),
    Command("more", menu.more, words=("cai dat", "/khac", "settings", "/settings")),
    Command("help", guide.show, words=("tro giup", "/trogiup", "/help", "help", "huong dan")),
)
