"""How words are read while a question stands open: for what they are first, then as an answer, or as several."""

import re
from dataclasses import replace

from handlers.kit import implied_answers, replies, slot_filling
from handlers.kit.choices import Choice, Choices, Consent
from handlers.kit.dialogue import Dialogue
from handlers.kit.messages import Answers, JsonValue
from handlers.kit.question import Problem, Question
from handlers.kit.turn import NEXT, Turn
from handlers.understand.asides import Aside, aside, ends_unknown
from handlers.understand.corrections import Correction, correction, named_correction
from handlers.understand.fold import bare
from handlers.understand.questions import asks_something
from handlers.understand.stopwords import may_mean_yes

# codes of choices that say that somebody does not know
NOT_KNOWN = ("unsure", "nobody_knows", "no_reason", "unknown", "not_sure")
# what stands around a choice without changing it: «chắc 6», «tầm 8 giờ thôi»
HEDGES = re.compile(r"^(?:(?:da|chac|khoang|tam|chung|co|cho|la) )+|(?: (?:a|nhe|nha|thoi|diem|di))+$")
# in free words only a short message can be a correction of another answer
SHORT = 10


def read(dialogue: Dialogue, question: Question) -> Turn:
    """Reads a typed message at the open question, in the order of attention of docs/decisions/0021."""
    for reading in FREE if question.free else CLOSED:
        if turn := reading(dialogue, question):
            return turn
    return _asked_kindly(dialogue, question)


def _label(dialogue: Dialogue, question: Question) -> Turn | None:
    """Takes words that are those of a choice, no more and no less."""
    words = bare(dialogue.message.text)
    options = question.options(dialogue.answers, dialogue.scope) if words else []
    said = {words, HEDGES.sub("", words)}
    meant = [option.value for option in options if bare(option.label) in said]
    if len(meant) != 1 or isinstance(question, Choices):
        return None
    return _taken(dialogue, question, meant[0])


def _taken(dialogue: Dialogue, question: Question, answer: JsonValue) -> Turn:
    try:
        question.check(answer, dialogue.answers, dialogue.scope)
    except Problem as problem:
        return dialogue.ask(replies.problem_text(question, problem, dialogue.scope))
    return dialogue.set(question, answer)


def yes_or_stop(dialogue: Dialogue, question: Question | None) -> Turn | None:
    """Takes a bare «dung» as the name or the yes that it can be here; else asks which was meant."""
    if not may_mean_yes(dialogue.message.text):
        return None
    if isinstance(question, Choice) and not isinstance(question, Consent):
        if callable(question.source):
            try:
                return dialogue.set(question, dialogue.checked(question))
            except Problem:
                pass
        elif "yes" in question.source:
            return dialogue.set(question, "yes")
    return Turn(dialogue.stored, replies.yes_or_stop(dialogue.form, question, dialogue.scope))


def _aside(dialogue: Dialogue, question: Question) -> Turn | None:
    """Answers what is no answer: the question stands, and what is optional is passed over."""
    kind = aside(dialogue.message.text)
    if kind is None:
        return None
    if kind in ("unknown", "nothing", "yes"):
        return _without_an_answer(dialogue, question, kind)
    return dialogue.again(f"dialogue.aside.{kind}")


def _without_an_answer(dialogue: Dialogue, question: Question, kind: Aside) -> Turn | None:
    """Finds what «không biết», «không có gì» or «vâng» come to here: a choice that says so, or passing it over."""
    codes = [option.value for option in question.options(dialogue.answers, dialogue.scope)]
    meant = {"unknown": NOT_KNOWN, "nothing": ("no", "none"), "yes": ("yes",)}[kind]
    if kind == "unknown" and isinstance(question, Choice) and callable(question.source):
        meant = (*meant, "other")  # of people who were looked up, none of these or not known
    if isinstance(question, Choices):
        return dialogue.set(question, []) if kind == "nothing" else None
    if chosen := next((code for code in meant if code in codes), None):
        return dialogue.set(question, chosen)
    if kind == "yes":
        return dialogue.again("dialogue.aside.thanks") if question.free else None
    if question.optional:
        return dialogue.set(question, None)
    return dialogue.again("dialogue.aside.unknown") if kind == "unknown" or question.free else None


def _correction(dialogue: Dialogue, question: Question) -> Turn | None:
    """Puts right what was answered before: «à không, hôm kia»; what it says may also answer the open question."""
    if turn := by_name(dialogue):
        return turn
    said = correction(dialogue.message.text)
    if said is None or (question.free and len(dialogue.message.text.split()) > SHORT):
        return None
    if turn := corrected(dialogue, said):
        return turn
    if said.right and not question.free:
        dialogue.message = replace(dialogue.message, text=said.right)
    return None


def by_name(dialogue: Dialogue) -> Turn | None:
    """Puts right the answer that is called by its name: «sửa chỗ làm là xóm 7»."""
    named = named_correction(dialogue.message.text)
    change = slot_filling.put_right_by_name(dialogue.form, dialogue.answers, *named, dialogue.scope) if named else None
    return None if change is None else _changed(dialogue, change)


def corrected(dialogue: Dialogue, said: Correction) -> Turn | None:
    """Changes the answers that are put right and says so; asks again what is only called wrong."""
    change = slot_filling.put_right(dialogue.form, dialogue.answers, said, dialogue.scope)
    return None if change is None else _changed(dialogue, change)


def _changed(dialogue: Dialogue, change: Answers) -> Turn:
    for key, value in change.items():
        if value is slot_filling.ASK_AGAIN:
            implied_answers.ask_again(dialogue.form, dialogue.stored, key)
        else:
            dialogue.keep(dialogue.form.by_id[key], value)
    return dialogue.ask(replies.put_right(dialogue.form, change, dialogue.stored, dialogue.scope))


def _of_another(dialogue: Dialogue, _question: Question) -> Turn | None:
    """Begins anew with what is told of another record; this one is set aside as it stands."""
    of_another, message = dialogue.form.of_another, dialogue.message
    start = of_another(dialogue.scope, dialogue.answers, message.text) if of_another else None
    return None if start is None else dialogue.aside(start)


def _answers(dialogue: Dialogue, question: Question) -> Turn | None:
    """Takes the answer to the open question, and all others that the same words give."""
    try:
        answer = _read_or_found(dialogue, question)
    except Problem as problem:
        if not problem.is_unread:
            return dialogue.ask(replies.problem_text(question, problem, dialogue.scope))
        answer = slot_filling.NOTHING
    rest = slot_filling.beside(dialogue.form, dialogue.stored, question, answer, dialogue.message.text, dialogue.scope)
    given = rest if answer is slot_filling.NOTHING else {question.id: answer, **rest}
    if not given:
        return None
    # «cho gặp công an xã cái» names an office, «xóa án tích thì làm sao» a need: both ask for something else
    may_be_told = not asks_something(dialogue.message.text)
    if answer is slot_filling.NOTHING and (reply := dialogue.elsewhere(dialogue.message, may_be_told)) is not None:
        return dialogue.aside(reply)
    if isinstance(answer, list) and question.each:
        first, *others = answer
        given |= {question.id: first, **({f"{question.id}{NEXT}": others} if others else {})}
    for key, value in given.items():
        if key in dialogue.form.by_id:
            dialogue.keep(dialogue.form.by_id[key], value)
        else:
            dialogue.stored[key] = value
    return dialogue.ask(replies.taken_down(dialogue.form, given, dialogue.stored, dialogue.scope, question))


def _read_or_found(dialogue: Dialogue, question: Question) -> JsonValue:
    """Reads the answer, or finds it in a longer sentence. Raises Problem."""
    text, answers, scope = dialogue.message.text, dialogue.answers, dialogue.scope
    if question.each and len(several := question.several_in(text, answers, scope)) > 1:
        return several
    if (own := slot_filling.own_part(dialogue.form, question, text, dialogue.stored, scope)) is not None:
        return own
    try:
        return dialogue.checked(question)
    except Problem as problem:
        value = question.said_in(text, answers, scope) if problem.is_unread else None
        if value is None or not question.accepts(value):
            raise
        question.check(value, answers, scope)
        return value


def _elsewhere(dialogue: Dialogue, question: Question) -> Turn | None:
    """Answers another wish; the dialogue is set aside meanwhile."""
    reply = dialogue.elsewhere(dialogue.message, question.free)
    return None if reply is None else dialogue.aside(reply)


def _not_known(dialogue: Dialogue, question: Question) -> Turn | None:
    """Takes a longer sentence that gives no answer and comes to «không nhớ nữa» for that."""
    return _without_an_answer(dialogue, question, "unknown") if ends_unknown(dialogue.message.text) else None


def _words(dialogue: Dialogue, question: Question) -> Turn | None:
    """Keeps what is typed as it stands."""
    try:
        return dialogue.set(question, dialogue.checked(question))
    except Problem as problem:
        return dialogue.ask(replies.problem_text(question, problem, dialogue.scope))


def _asked_kindly(dialogue: Dialogue, question: Question) -> Turn:
    """Asks once more, with the two nearest answers where there are any."""
    try:
        dialogue.checked(question)
        problem = Problem("not_understood")
    except Problem as unread:
        problem = unread
    if problem.nearest:
        out = replies.which_of(dialogue.form, question, problem.nearest, dialogue.answers, dialogue.scope)
        return Turn(dialogue.stored, out)
    return dialogue.ask(replies.problem_text(question, problem, dialogue.scope))


CLOSED = (_label, yes_or_stop, _aside, _correction, _of_another, _answers, _elsewhere, _not_known)
FREE = (yes_or_stop, _aside, _correction, _elsewhere, _words)
