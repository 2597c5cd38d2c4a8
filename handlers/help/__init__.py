"""Help: the menu, what the service can do, and what a typed wish starts."""

from handlers.help import guidance, help, intents, menu, my_help
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
        Command(
            "office_comings",
            menu.office_comings,
            may=("officer",),
            words=("/henxa", "hen va diem danh", "appointments and presence"),
        ),
        Command(
            "office_people",
            menu.office_people,
            may=("officer",),
            words=("/hosoxa", "danh sach va nhom", "lists and groups"),
        ),
        Command(
            "office_running",
            menu.office_running,
            may=("officer",),
            words=("/dieuhanh", "truc va so lieu", "roster and figures"),
        ),
        Command(
            "help_desk",
            menu.help_desk,
            may=("officer",),
            words=("/giupdo", "/helpdesk", "giup do", "giup do viec lam vay von", "help desk"),
        ),
        Command(
            "my_help",
            my_help.listed,
            may=("person",),
            words=(
                "/viectoinho",
                "/myhelp",
                "viec toi da nho",
                "viec da nho",
                "den dau roi",
                "toi dau roi",
                "viec toi nho den dau roi",
                "my requests",
            ),
        ),
        Command("help", help.show, words=("tro giup", "/trogiup", "/help", "help", "huong dan")),
        *intents.COMMANDS,
        *guidance.COMMANDS,
    ),
)
