"""What somebody who is linked types outside any dialogue: what it starts, «did you mean», or help."""

import re

from handlers.help import guidance, matter_wishes, menu, sent
from handlers.help.intent_tables import ANSWERS, KIND_WORDS, LEGAL, OFFERED, STARTS
from handlers.kit import Button, Incoming, Said
from handlers.kit.commands import Command, Reply, Run, Start, allowed, started_by
from handlers.kit.keywords import typed_command
from handlers.kit.scope import Scope
from handlers.kit.slot_filling import STORY, given_in
from handlers.people import address, nameless
from handlers.understand import intents, medicine, moods, need_words, wishes
from handlers.understand.anonymise import anonymised
from handlers.understand.answers import is_trade
from handlers.understand.fold import bare
from storage import access, inbox, unsure_choices

SURE_ENOUGH = 0.55
# within a form: what is no answer; and what could be one
PLAIN, CERTAIN = 0.6, 0.8
# least likeness of an entry about a medicine that is named
LEAST_OF_NAMED = 0.7
LONGEST_WISH = 14
OF_OFFICE = re.compile(
    r"\b(?:can bo|cong an|bien phong|uy ban|ubnd|chu tich|truc|phu trach|quan ly|nguoi that|ai do|officer|human)\b"
)
ASKED_FOR = (
    *("my_people", "my_status", "my_data", "talk_to_officer", "find_job", "training", "loan_info", "loan_apply"),
    *("help", "about", "show_alerts", "figures"),
)
ASKS = re.compile(
    r"^(?:(?:a|da|vang|oi|em|ma|thoi|ma thoi) )*(?:cho (?:toi|em|minh|anh|chi|bac|co|chu|gap|xem|hoi)\b|xem "
    r"|(?:toi|em) muon (?:xem|hoi|gap|tim)|muon (?:xem|hoi|gap)"
    r"|(?:toi|em|minh|bac|anh|chi|co|chu) dang (?:giup|lo|phu trach)|con (?:ai|may|nhung ai)"
    r"|(?:nhung )?ai (?:chua|con chua|den han|toi han)"
    r"|danh sach |hdsd|huong dan |so dien thoai |noi chuyen voi can bo|may dua |show|can i|how)"
    r"|(?: nhi| vay a| khong a| o dau| dau| so may| la so may| roi ta| may dua)$"
)
MOST_GUESSES = 3
LEAST_LIKELY = 0.04


def answer(scope: Scope, message: Incoming) -> Reply:
    if message.kind == "edited":
        return _kindly(scope, "intents.edited")
    if message.kind == "sticker" and moods.sign(message.text) == "low":
        return _answered(scope, ANSWERS["mental_health"])
    if message.kind != "text" or message.forwarded:
        return sent.answer(scope, message, visits=_may(scope, "go:visit_report"))
    if press := menu.named(scope, message.text) or _list_of(scope, message.text) or menu.begun(scope, message.text):
        return started_by(press)
    if typed_command(message)[0]:
        return _kindly(scope, "intents.nothing_open")
    if begun := matter_wishes.begun(scope, message.text, _may):
        return begun
    if _may(scope, "do:jobs") and is_trade(message.text):
        return Run("jobs", message.text)
    if medicine.is_needed(message.text):
        return _of_medicine(scope, message.text)
    guess = intents.intent_of(message.text, scope.account.roles)
    if guess is not None and guess[0] == "mental_health":  # somebody who is low is never left with a list alone
        return _answered(scope, ANSWERS["mental_health"])
    if nameless.is_meant(message.text):
        return Run("nameless")
    if asked := _needed(scope, message.text) or _needed_by_another(scope, message.text, guess):
        return asked
    if said := _reviewed(scope, message.text, guess):
        return said
    if guess is None or guess[0] not in (*STARTS, *ANSWERS, *KIND_WORDS):
        return _guesses(scope, message.text)
    intent, confidence = guess
    # the words that stop are known exactly and were read before: a guess is not enough to fall silent;
    # and a command that is none of one's own is not taken for another
    if confidence < SURE_ENOUGH or intent in OFFERED or message.text.startswith("/"):
        return _guesses(scope, message.text)
    if intent == "thanks":
        return _kindly(scope, "intents.thanks")
    if intent == "greeting" and not moods.swears(message.text):
        return Said("intents.greeting", buttons=(*menu.lines(scope), *menu.to_human(scope)))
    if intent == "greeting":
        return _guesses(scope, message.text)
    return _started(scope, intent, message.text) or answer_to(scope, intent)


def _of_medicine(scope: Scope, text: str) -> Said:
    """Answers that medicine runs out: by the entry where it is named, and of an unnamed one nothing is supposed."""
    said = guidance.answered(scope, text, LEAST_OF_NAMED) if medicine.is_named(text) else None
    return said or _answered(scope, "intents.medicine")


def _needed(scope: Scope, text: str) -> Reply | None:
    """Begins to ask for what no intent stands for: a child's schooling, tools, peace at home; or what with."""
    if not _may(scope, "go:need_ask"):
        return None
    if need_words.asks_for_help(text):
        return Start("need_ask", {})
    kind = need_words.need_in(text)
    return (guidance.answered(scope, text, guidance.LIKELY, need=kind) or _need_of(kind, text)) if kind else None


def _needed_by_another(scope: Scope, text: str, guess: tuple[str, float] | None) -> Reply | None:
    """Begins to ask for what a helper or officer says that somebody needs, unless they tell of a visit.

    For whom is always asked: the form has no review, and nothing is filed about somebody on a guess.
    """
    tells = guess is not None and guess[0] == "report_visit" and guess[1] >= SURE_ENOUGH
    kind = need_words.wanted_for_another(text) if _may(scope, "go:need_for") and not tells else ""
    return Start("need_for", {"kind": kind, "words": text}) if kind else None


def _need_of(kind: str, text: str) -> Start:
    told = {"words": text} if len(text.split()) >= STORY else {}
    return Start("need_ask", {"kind": kind, **told})


def _reviewed(scope: Scope, text: str, guess: tuple[str, float] | None) -> Said | None:
    """Answers what is plainly asked about law or daily life; None where a form is wanted."""
    if guess is not None and guess[0] == "training" and need_words.asks_for_support(text):
        return guidance.answered(scope, text)
    if guess is not None and guess[1] >= SURE_ENOUGH and _is_begun(guess[0]) and not _asks_nobody(guess[0], text):
        return None
    is_asking = guess is not None and guess[0] in ANSWERS
    return guidance.answered(scope, text, guidance.PLAIN if is_asking else guidance.LIKELY)


def _is_begun(intent: str) -> bool:
    """Says whether a form is what such words want: one of STARTS, or the day on which a record clears."""
    return ANSWERS.get(intent, LEGAL) == LEGAL


def _asks_nobody(intent: str, text: str) -> bool:
    """Says whether what is taken for a wish to talk names nobody of the office: «luật sư miễn phí ở đâu»."""
    return intent == "talk_to_officer" and OF_OFFICE.search(bare(text)) is None


def wish(scope: Scope, message: Incoming, sure: bool) -> Reply | None:
    """Hears what is plainly wanted of another matter within a form; `sure`: where it could as well be an answer."""
    text = wishes.without_opening(message.text)
    if press := menu.named(scope, text) or _list_of(scope, text, free=sure):
        return started_by(press)
    if not sure and (begun := matter_wishes.begun(scope, text, _may)):
        return begun
    guess = intents.intent_of(text, scope.account.roles)
    if guess is None or guess[0] not in (*STARTS, *ANSWERS) or guess[0] in OFFERED:
        return None
    intent = guess[0]
    alike = (likely for other, likely in intents.score(text, scope.account.roles) if _alike(other, intent))
    # what a helper, an officer or a partner writes in a form is of somebody else's days, or of none
    is_low = intent == "mental_health" and "person" not in scope.account.roles
    if sum(alike) < (CERTAIN if sure or is_low else PLAIN) or (sure and not _asks_for(intent, text)):
        return None
    if intent not in ANSWERS:
        asked = guidance.answered(scope, text) if _asks_nobody(intent, text) else None
        return asked or _started(scope, intent, text)
    return (None if _is_begun(intent) else guidance.answered(scope, text)) or answer_to(scope, intent)


def _list_of(scope: Scope, text: str, *, free: bool = False) -> str:
    """Finds the press that a sentence asks for by its words, the surest alone where it may be `free` text; or none."""
    asked = {
        "do:own_offers": wishes.of_own_offers,
        "do:interested": wishes.of_the_interested,
        "go:visit_round": wishes.of_a_round,
        "do:others_data": wishes.of_anothers_data,
    }
    further = {
        "do:lost": wishes.of_a_lost_phone,
        "do:quarter": wishes.of_a_quarter,
        "do:quarter_reports": wishes.of_a_quarter,
        "do:my_leave": wishes.of_leave,
        "go:counselling:whom=lawyer": wishes.of_a_lawyer,
        "go:counselling:whom=counsellor": wishes.of_a_counsellor,
        "go:complain": wishes.of_a_complaint,
        "do:own_offers": wishes.of_own_offers_or_their_end,
    }
    asked |= {} if free else further
    return next((press for press, asks in asked.items() if _may(scope, press) and asks(text)), "")


def _alike(intent: str, other: str) -> bool:
    """Says whether both begin the same: to ask about a loan, and to ask for one."""
    return intent == other or (intent in STARTS and STARTS[intent] == STARTS.get(other))


def _asks_for(intent: str, text: str) -> bool:
    """Says whether the words ask something of the service, so that they are nothing to be noted down."""
    return intent in ASKED_FOR and len(text.split()) <= LONGEST_WISH and ASKS.search(bare(text)) is not None


def answer_to(scope: Scope, intent: str) -> Reply:
    """Answers what no form and no command answers; what is another's to do, with what can be done here instead."""
    is_officer = "officer" in scope.account.roles
    key = ANSWERS.get(intent, "")
    # nobody is sent to themselves, and lists are the officers'
    is_others = key == ("intents.ask_officer" if is_officer else "intents.ask_export")
    if not key or is_others:
        return Said("intents.not_yours", buttons=(*menu.lines(scope), *menu.to_human(scope)))
    return _answered(scope, key)


def meant(scope: Scope, intent: str) -> Reply:
    """Begins a pressed guess with what its words already tell, and notes the choice without who made it."""
    text = inbox.last_text(scope.db, scope.chat.id, scope.message_id)
    if text and intent in _guessed(scope, text):
        unsure_choices.note(scope.db, anonymised(text, _names_known(scope)), intent)
    else:
        text = ""
    return _started(scope, intent, text) or answer_to(scope, intent)


COMMANDS = (Command("told", answer_to), Command("meant", meant))


def _press_of(scope: Scope, intent: str) -> str:
    answered = (f"do:told:{intent}",) if intent in ANSWERS else ()
    return next((press for press in (*STARTS.get(intent, ()), *answered) if _may(scope, press)), "")


def _may(scope: Scope, press: str) -> bool:
    kind, name = press.split(":")[:2]
    registry = scope.deployment.registry
    meant = registry.forms.get(name) if kind == "go" else registry.commands.get(name)
    return meant is not None and allowed(meant.may, scope.account.roles)


def _started(scope: Scope, intent: str, text: str) -> Reply | None:
    kind, _, name = _press_of(scope, intent).partition(":")
    if not kind or intent in ANSWERS:
        return None
    if kind == "do":
        return Run(name, text if scope.deployment.registry.commands[name].takes_words else "")
    return Start(name, given_in(scope.deployment.registry.forms[name], text, scope))


def _guesses(scope: Scope, text: str) -> Reply:
    """Begins a need that is told of; else offers the likeliest few as buttons; with nothing near, what can be done."""
    kind = need_words.wanted_by_learnt_answers(text) if _may(scope, "go:need_ask") else ""
    if kind:
        return _need_of(kind, text)
    likeliest = tuple(Button(scope.text(f"intents.{intent}"), f"do:meant:{intent}") for intent in _guessed(scope, text))
    if (is_angry := moods.swears(text)) or likeliest:
        key = "intents.angry" if is_angry else "intents.did_you_mean"
        return Said(key, buttons=(*likeliest, *_in_english(scope, text), *menu.to_human(scope), scope.menu_button()))
    ways = (*menu.lines(scope), *_in_english(scope, text), *menu.to_human(scope))
    return Said("intents.not_understood", buttons=ways)


def _in_english(scope: Scope, text: str) -> tuple[Button, ...]:
    """Offers English to whoever writes it and is answered in Vietnamese."""
    wanted = scope.wording.language != "en" and moods.is_english(text)
    return tuple(button for button in address.languages(scope) if wanted and button.press == "do:lang:en")


def _guessed(scope: Scope, text: str) -> list[str]:
    """Lists the likeliest intents, the first of those that begin the same."""
    scored = intents.score(text, scope.account.roles)
    near = [intent for intent, likely in scored if likely > LEAST_LIKELY and (scored[0][0] != "other" or likely > 0.2)]
    presses = {press: intent for intent in reversed(near) if (press := _press_of(scope, intent))}
    return [intent for press, intent in reversed(presses.items()) if press != "do:human"][:MOST_GUESSES]


def _names_known(scope: Scope) -> list[str]:
    """Names who writes and those they care for, whose names are to be left out."""
    return [scope.account.name, *(person.name for person in access.in_care(scope.db, scope.account))]


def _answered(scope: Scope, key: str) -> Said:
    if key == ANSWERS["addiction_help"] and _may(scope, "go:alarm"):  # a guardian speaks of somebody else
        ways = (scope.button("menu.guardian.visit", "go:visit_report"), scope.button("menu.guardian.alarm", "go:alarm"))
        return Said("intents.recovery.guardian", buttons=(*ways, *menu.to_human(scope), scope.menu_button()))
    number_of = {line.code: line.number for line in scope.deployment.hotlines}
    reckon = (
        (scope.button("intents.button.record_clearance", "go:record_clearance"),)
        if key == LEGAL and _may(scope, "go:record_clearance")
        else ()
    )
    complain = (scope.button("complaint.write", "go:complain"),) if key == ANSWERS["complaint"] else ()
    numbers = {"legal_aid": number_of.get("legal_aid", ""), "depression": number_of.get("depression", "")}
    named = all(number for code, number in numbers.items() if f"{{{code}}}" in scope.template(key))
    return Said(
        key if named else "intents.ask_officer",
        numbers,
        (*reckon, *complain, *menu.to_human(scope), scope.menu_button()),
    )


def _kindly(scope: Scope, key: str) -> Said:
    return Said(key, buttons=(scope.menu_button(),))
