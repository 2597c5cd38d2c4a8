"""What everybody has: the menu, language, address, one's own data and consents, another phone, help, stop."""

from handlers import closed_chats
from handlers.commands import Command
from handlers.dialogue import Form
from handlers.settings import address, agreements, device, guide, human, kept, language, menu

FORMS: tuple[Form, ...] = (kept.correct_me,)
COMMANDS: tuple[Command, ...] = (
    Command("menu", menu.show, words=("menu", "/menu", "/start", "start", "bat dau", "/batdau", "ve dau", "home")),
    Command("resumed", menu.resumed),
    Command("more", menu.more, words=("cai dat", "/khac", "settings", "/settings")),
    Command("help", guide.show, words=("tro giup", "/trogiup", "/help", "help", "huong dan")),
    Command("lang", language.choose, words=("/lang", "/ngonngu", "ngon ngu", "language", "doi ngon ngu")),
    Command("vietnamese", language.vietnamese, words=("/lang vi", "tieng viet", "vietnamese")),
    Command("english", language.english, words=("/lang en", "english", "tieng anh")),
    Command("address", address.choose, words=("xung ho", "/xungho", "/address", "cach xung ho")),
    Command("me", kept.show, words=("rieng tu", "/me", "/riengtu", "my data", "privacy", "du lieu cua toi")),
    Command("looked", kept.who_looked, words=("ai da xem", "who looked")),
    Command("consents", agreements.show, words=("/dongy", "/consents", "dieu toi da dong y")),
    Command("device", device.another, words=("ma", "/ma", "them may", "them may khac", "/device", "code")),
    Command("leave", device.leave, words=("roi may nay", "/leave", "/roi", "sign out")),
    Command("human", human.reach, words=("gap can bo", "/human", "/gap", "gap nguoi", "human", "talk to a human")),
    Command("stop", closed_chats.stop_by_button, words=("/stop", "/dung")),
)
