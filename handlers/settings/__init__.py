"""Settings of one's own: language, address, data and consents, stop."""

from handlers.kit.commands import Command
from handlers.kit.matter import Matter
from handlers.notify import opt_out
from handlers.settings import address, agreements, language, my_data

MATTER = Matter(
    "settings",
    forms=(my_data.correct_me,),
    commands=(
        Command("lang", language.choose, words=("/lang", "/ngonngu", "ngon ngu", "language", "doi ngon ngu")),
        Command("vietnamese", language.vietnamese, words=("/lang vi", "tieng viet", "vietnamese")),
        Command("english", language.english, words=("/lang en", "english", "tieng anh")),
        Command("address", address.choose, words=("xung ho", "/xungho", "/address", "cach xung ho")),
        Command("me", my_data.show, words=("rieng tu", "/me", "/riengtu", "my data", "privacy", "du lieu cua toi")),
        Command("looked", my_data.who_looked, words=("ai da xem", "who looked")),
        Command("consents", agreements.show, words=("/dongy", "/consents", "dieu toi da dong y")),
        Command("stop", opt_out.stop_by_button, words=("/stop", "/dung")),
    ),
)
