"""Settings of one's own: language, address, stop; and of the commune, by whoever looks after it."""

from handlers.kit.commands import Command
from handlers.kit.matter import Matter
from handlers.notify import opt_out
from handlers.settings import address, commune, language

MATTER = Matter(
    "settings",
    forms=commune.FORMS,
    commands=(
        Command("lang", language.choose, words=("/lang", "/ngonngu", "ngon ngu", "language", "doi ngon ngu")),
        Command("vietnamese", language.vietnamese, words=("/lang vi", "tieng viet", "vietnamese")),
        Command("english", language.english, words=("/lang en", "english", "tieng anh")),
        Command("address", address.choose, words=("xung ho", "/xungho", "/address", "cach xung ho")),
        Command("stop", opt_out.stop_by_button, words=("/stop", "/dung")),
    ),
)
