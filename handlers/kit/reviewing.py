"""How a message is read at the review, where everything is answered and nothing is sent yet."""

from handlers.kit import listen, replies
from handlers.kit.dialogue import Dialogue
from handlers.kit.messages import JsonValue
from handlers.kit.question import Problem
from handlers.kit.questions import parts
from handlers.kit.turn import Turn
from handlers.understand.asides import aside
from handlers.understand.corrections import Correction, correction

# from this many words on, what is typed at the review is a remark and no answer
REMARK = 4


def read(dialogue: Dialogue) -> Turn:
    """Reads what comes at the review: a number to change, a yes, a correction, another wish, a remark."""
    if dialogue.message.kind == "text":
        for reading in (_number, _doubtful, _aside, _marked, _elsewhere, _unmarked, _remark, _plainly_elsewhere):
            if turn := reading(dialogue):
                return turn
    elif dialogue.message.media and (turn := _remark(dialogue)):
        return turn
    return dialogue.again("dialogue.review_not_understood")


def _number(dialogue: Dialogue) -> Turn | None:
    words = dialogue.message.text.strip()
    if not words.isdecimal():
        return None
    if len(words) < 4 and 0 < int(words) <= len(dialogue.answers):
        return dialogue.change(int(words))
    return dialogue.again("dialogue.review_not_understood")


def _doubtful(dialogue: Dialogue) -> Turn | None:
    return listen.yes_or_stop(dialogue, None)


def _aside(dialogue: Dialogue) -> Turn | None:
    kind = aside(dialogue.message.text)
    if kind is None:
        return None
    if kind == "yes":
        return dialogue.file()
    if kind in ("nothing", "unknown"):
        return dialogue.again("dialogue.review_not_understood")
    return dialogue.again("dialogue.aside.unsent" if kind == "wait" else f"dialogue.aside.{kind}")


def _marked(dialogue: Dialogue) -> Turn | None:
    if turn := listen.by_name(dialogue):
        return turn
    said = correction(dialogue.message.text)
    return listen.corrected(dialogue, said) if said else None


def _unmarked(dialogue: Dialogue) -> Turn | None:
    """Takes a short answer to one of the questions as a correction: «hôm kia», «60 triệu»."""
    if len(dialogue.message.text.split()) > REMARK:
        return None
    return listen.corrected(dialogue, Correction(dialogue.message.text, ""))


def _elsewhere(dialogue: Dialogue) -> Turn | None:
    reply = dialogue.elsewhere(dialogue.message, True)
    return None if reply is None else dialogue.aside(reply)


def _plainly_elsewhere(dialogue: Dialogue) -> Turn | None:
    """Hears a wish in what is neither a correction nor, in this form, a remark."""
    reply = dialogue.elsewhere(dialogue.message, False)
    return None if reply is None else dialogue.aside(reply)


def _remark(dialogue: Dialogue) -> Turn | None:
    """Puts a remark, or what is sent along, with the answers, where the form has a place for it."""
    question = dialogue.form.by_id.get(dialogue.form.remarks)
    if question is None:
        return None
    try:
        said = dialogue.checked(question)
    except Problem:
        return None
    before = dialogue.answers.get(question.id)
    together: JsonValue = said
    if isinstance(before, str) and isinstance(said, str):
        together = f"{before}\n{said}"
    elif before is not None:
        together = [*parts(before), said]
    if not question.accepts(together):
        return None
    dialogue.keep(question, together)
    lead = replies.put_right(
        dialogue.form, {question.id: together}, dialogue.stored, dialogue.scope, key="dialogue.added"
    )
    return dialogue.ask(lead)
