"""«Nhờ giúp»: somebody without a code leaves a number and a few words; the officers know already that they wait."""

from handlers.kit import Answers, Form, Phone, Said, Text
from handlers.kit.scope import Scope
from handlers.linking import waiting
from storage import newcomers


def leave_word(answers: Answers, scope: Scope) -> Said:
    newcomers.leave_word(scope.db, scope.chat.id, phone=answers.get("phone"), about=answers.get("about"))
    newcomer = newcomers.get(scope.db, scope.chat.id)
    if newcomer is not None and (answers.get("phone") or answers.get("about")):
        waiting.tell_taker(scope, newcomer)
    return Said("ask_help.done" if answers.get("phone") else "ask_help.done_here")


def known_already(scope: Scope) -> Said | None:
    return Said("router.not_for_you", buttons=(scope.menu_button(),)) if scope.sender else None


ask_help = Form(
    "ask_help",
    Phone("phone", optional=True),
    Text("about", longest=500, optional=True, forwarded=True, verbatim=True),
    submit=leave_word,
    review=False,
    ready=known_already,
)
