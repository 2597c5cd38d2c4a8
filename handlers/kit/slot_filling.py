"""Slot filling: the answers a sentence gives besides the open question's, and those it puts right."""

from typing import TYPE_CHECKING, Any

from handlers.kit.choices import Choices
from handlers.kit.form import Form
from handlers.kit.messages import Answers, Incoming, JsonValue
from handlers.kit.question import Problem, Question
from handlers.kit.turn import NEXT
from handlers.understand.clauses import clauses
from handlers.understand.corrections import Correction
from handlers.understand.fold import bare

if TYPE_CHECKING:
    from handlers.kit.scope import Scope

NOTHING: Any = object()
# stands for an answer that was called wrong without saying what is right
ASK_AGAIN: Any = object()
# from this many words on, a part of a sentence may answer more than one question
LONG = 5
# a bare yes or no answers what was asked, and nothing else
YES_OR_NO = frozenset(
    ("co", "khong", "ko", "k", "kg", "hong", "roi", "chua", "da", "vang", "u", "uh", "ok", "duoc", "dc", "phai", "dung")
)
# how much has to speak for the open question in a part of a sentence that speaks more for another
SURELY = 1.0
# from this many words on, a message is read as the sentence with which the form could have begun
STORY = 6


def given_in(form: Form, text: str, scope: "Scope") -> Answers:
    """Reads the answers that a sentence gives with which a form begins; the review shows them all."""
    given = {**beside(form, {}, None, NOTHING, text, scope), **(form.prefill(scope, text) if form.prefill else {})}
    for question in form.questions:
        several = question.several_in(text, {}, scope) if question.each and question.id not in given else []
        if len(several) > 1:
            given |= {question.id: several[0], f"{question.id}{NEXT}": several[1:]}
    return given


def beside(
    form: Form, stored: Answers, question: Question | None, answer: JsonValue, text: str, scope: "Scope"
) -> Answers:
    """Finds answers to the questions that are still open, but for `question`, which takes its own part of the text."""
    if not any(map(str.isalpha, text)) or bare(text) in YES_OR_NO:
        return {}
    left = clauses(text)
    if question is not None and answer is not NOTHING:
        own = [part for part in left if len(left) == 1 or _takes(question, part, answer, stored, scope)]
        left = [part for part in left if part not in own or len(part.split()) >= LONG]
    given: Answers = {}
    for other in _unanswered(form, stored, question):
        if not other.by_clause and _applies(other, {**stored, **given}):
            whole = text if type(other) is not type(question) else ", ".join(left)
            value = _read_from(other, whole, {**stored, **given}, scope)
            given |= {} if value is None else {other.id: value}
    if form.prefill and question is not None and len(text.split()) >= STORY:
        told_at_once = form.prefill(scope, text).items()
        named = [other for other in form.questions if other.told_beside and other.id not in stored]
        open_ones = {other.id for other in (*named, *_unanswered(form, {**stored, **given}, question))}
        given |= {key: value for key, value in told_at_once if key in open_ones}
    for other in _unanswered(form, {**stored, **given}, question):
        if other.in_a_word and (value := _read_from(other, text, {**stored, **given}, scope)) is not None:
            given[other.id] = value
    for none in (False, True):  # «không có gì lo» is for whichever question the other parts leave
        for part in left:
            told = _told_by(part, form, {**stored, **given}, question, scope)
            given |= {key: value for key, value in told.items() if (value == []) is none}
    return given


def own_part(form: Form, question: Question, text: str, stored: Answers, scope: "Scope") -> JsonValue | None:
    """Finds the answer in the one part of a longer sentence that is about this question rather than another."""
    parts = clauses(text)
    if len(parts) < 2 or not question.by_clause or isinstance(question, Choices):
        return None
    # what is asked is meant before what might be: «thất nghiệp, hay uống rượu» of the work, and not of a need
    told = [
        weighed
        for part in parts
        if (weighed := question.weighed(part, stored, scope))
        and (weighed[0] >= SURELY or question.id in _told_by(part, form, stored, None, scope))
    ]
    return max(told, key=lambda weighed: weighed[0])[1] if told else None


def _unanswered(form: Form, stored: Answers, question: Question | None) -> list[Question]:
    closed = {*stored, *([question.id] if question else ())}
    return [other for other in form.questions if other.id not in closed and not other.free and not other.silent]


def _told_by(part: str, form: Form, answers: Answers, question: Question | None, scope: "Scope") -> Answers:
    """Finds which question a part of the text answers: a short one the likeliest, a long one perhaps several."""
    weights: dict[str, tuple[float, JsonValue]] = {}
    for other in _unanswered(form, answers, question):
        weighed = other.weighed(part, answers, scope) if other.by_clause and _applies(other, answers) else None
        if weighed is not None and _holds(other, weighed[1], answers, scope):
            weights[other.id] = weighed
    if len(part.split()) < LONG and len(weights) > 1:
        likeliest = max(weights, key=lambda key: weights[key][0])
        if weights[likeliest][1] == []:
            likeliest = next(key for key, (_, value) in weights.items() if value == [])
        weights = {likeliest: weights[likeliest]}
    return {key: value for key, (_, value) in weights.items()}


def _takes(question: Question, part: str, answer: JsonValue, stored: Answers, scope: "Scope") -> bool:
    """Says whether this part of the text is what answered the question."""
    value = _read(question, part, stored, scope)
    if isinstance(answer, list):
        return value in answer or (isinstance(value, list) and set(value) <= set(answer))
    return bool(value == answer)


def _applies(question: Question, answers: Answers) -> bool:
    """Says whether it will be asked, as far as that is known by now."""
    try:
        return question.when(answers)
    except KeyError:
        return True


def _read_from(question: Question, text: str, answers: Answers, scope: "Scope") -> JsonValue | None:
    value = question.said_in(text, answers, scope)
    return value if value is not None and _holds(question, value, answers, scope) else None


def _holds(question: Question, value: JsonValue, answers: Answers, scope: "Scope") -> bool:
    try:
        question.check(value, answers, scope)
    except Problem:
        return False
    return question.accepts(value)


def _read(question: Question, text: str, answers: Answers, scope: "Scope") -> JsonValue | None:
    """Reads words as the answer to a question that is known to be meant."""
    value = _read_from(question, text, answers, scope)
    if value is not None:
        return value
    try:
        value = question.read(Incoming("", "", "", "text", text=text), "", answers, scope)
        question.check(value, answers, scope)
    except Problem:
        return None
    return value if question.accepts(value) else None


def put_right(form: Form, answers: Answers, said: Correction, scope: "Scope") -> Answers | None:
    """Finds which answers a correction changes, and into what; None where it changes none."""
    answered = [form.by_id[key] for key in answers if not form.by_id[key].free]
    if said.wrong:
        meant = [question for question in answered if _is_called_wrong(question, answers, said.wrong, scope)]
        for question in meant:
            value = _read(question, said.right, answers, scope) if said.right else ASK_AGAIN
            if value is not None and value != answers[question.id]:
                return {question.id: value}
    if not said.right:
        return None
    weights = {}
    for question in answered:
        weighed = question.weighed(said.right, answers, scope)
        if weighed and weighed[1] != answers[question.id] and _holds(question, weighed[1], answers, scope):
            weights[question.id] = weighed
    return _the_likeliest(form, weights) or None


def put_right_by_name(form: Form, answers: Answers, name: str, value: str, scope: "Scope") -> Answers | None:
    """Finds the answer that is called by the name of its question, or as people say it, and what it is to be."""
    meant = [question for question in map(form.by_id.__getitem__, answers) if _is_called(question, name, scope)]
    if len(meant) != 1:
        return None
    read = _read(meant[0], value, answers, scope)
    return None if read is None else {meant[0].id: read}


def _is_called(question: Question, name: str, scope: "Scope") -> bool:
    key = question.key("called")
    also = scope.text(key).split(" · ") if scope.has_text(key) else []
    return any(bare(called) == bare(name) for called in (scope.text(question.key("label")), *also))


def _is_called_wrong(question: Question, answers: Answers, words: str, scope: "Scope") -> bool:
    value, stands = _read(question, words, answers, scope), answers[question.id]
    return value is not None and (value == stands or (isinstance(stands, list) and value and set(value) <= set(stands)))


def _the_likeliest(form: Form, weights: dict[str, tuple[float, JsonValue]]) -> Answers:
    """Keeps of several choices that the words could mean the likeliest one."""
    of_choices = [key for key in weights if form.by_id[key].by_clause]
    likeliest = max(of_choices, key=lambda key: weights[key][0], default="")
    return {key: value for key, (_, value) in weights.items() if key not in of_choices or key == likeliest}
