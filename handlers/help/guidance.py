"""What people ask about law and daily life, answered from reviewed entries: short, with its source and whom to see."""

from handlers.help.guidance_search import Found, index_of
from handlers.help.menu import to_human
from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, allowed
from handlers.kit.scope import Scope
from handlers.people import record
from rules.guidance import Entry
from rules.roll_call import owes
from storage import guidance_votes

# from here on an answer is given at once, with the next ones as buttons; LIKELY where the words may be about anything
PLAIN, LIKELY = 0.5, 0.6
# so much of the likeness of the first have the next that are offered
NEAR = 0.7
# entry for those who have served everything → the one for those who have to ask for leave
FOR_THOSE_WHO_ASK = {"away_after_sentence": "away_under_supervision"}
THEMES = ("papers", "work", "family", "health", "rights")
PAGE = 8


def matches(scope: Scope, text: str) -> list[Found]:
    return index_of(scope.deployment.guidance).find(text)


def answered(scope: Scope, text: str, least: float = PLAIN, *, need: str = "") -> Said | None:
    """Answers what is plainly one of the entries, the next nearest as buttons; None where none is so near.

    `need`: what the words say is needed, so that whoever asks for help is not asked for it again.
    """
    near = matches(scope, text)
    if not near or near[0].likeness < least:
        return None
    others = [other.entry for other in near[1:] if other.likeness >= NEAR * near[0].likeness]
    return answer_of(scope, _as_for(scope, near[0].entry), others, need)


def answer_of(scope: Scope, entry: Entry, others: list[Entry], need: str = "") -> Said:
    day = entry.checked_on
    fields = {
        "title": entry.title,
        "answer": entry.answer,
        "steps": "\n".join(f"– {step}" for step in entry.steps),
        "standing": scope.text(
            f"guidance.standing.{entry.seen}", source=entry.source, day=f"{day.day}/{day.month}/{day.year}"
        ),
        "whom": scope.text(f"guidance.see.{entry.see}"),
    }
    begins = _begins(scope, entry)
    useful = (
        scope.button("guidance.button.useful", f"do:guidance_useful:{entry.id}"),
        scope.button("guidance.button.not", f"do:guidance_not:{entry.id}"),
    )
    helped = _asks_for_help(scope, need)
    buttons = (*begins, *map(_button, others), *useful, *helped, *to_human(scope), scope.menu_button())
    return Said("guidance.entry", fields, buttons)


def _as_for(scope: Scope, entry: Entry) -> Entry:
    """Gives the entry that holds for whoever reads it: who has to ask for leave is not told that they need not."""
    other = next((each for each in scope.deployment.guidance if each.id == FOR_THOSE_WHO_ASK.get(entry.id)), None)
    person = record.person_of(scope) if other else None
    return other if other is not None and person is not None and owes(person.case_type) else entry


def _begins(scope: Scope, entry: Entry) -> tuple[Button, ...]:
    """Gives the button that the entry's words name, to whom may press it."""
    form = scope.deployment.registry.forms.get(entry.begins)
    if form is None or not allowed(form.may, scope.account.roles):
        return ()
    return (scope.button(f"intents.button.{entry.begins}", f"go:{entry.begins}"),)


def _asks_for_help(scope: Scope, need: str) -> tuple[Button, ...]:
    """Lets a person in care ask that somebody sees to it with them: knowing where to go is not yet being helped."""
    if "person" not in scope.account.roles:
        return ()
    return (scope.button("guidance.button.help", f"go:need_ask:kind={need}" if need else "do:need_ask"),)


def show(scope: Scope, argument: str) -> Reply:
    """Shows an entry, the entries of a theme, or the themes; typed words are looked for."""
    entries = scope.deployment.guidance
    entry = next((entry for entry in entries if entry.id == argument), None)
    if entry is not None:
        return answer_of(scope, entry, [])
    theme, _, start = argument.partition(".")
    if theme in THEMES:
        return _theme(scope, theme, int(start) if start.isdecimal() else 0)
    if argument and (said := answered(scope, argument, 0.0)):
        return said
    themes = tuple(scope.button(f"guidance.theme.{theme}", f"do:guidance:{theme}") for theme in THEMES)
    return Said("guidance.themes", {"count": len(entries)}, (*themes, scope.menu_button()))


def _theme(scope: Scope, theme: str, start: int) -> Said:
    entries = [entry for entry in scope.deployment.guidance if entry.theme == theme]
    page = entries[start : start + PAGE]
    more: tuple[Button, ...] = ()
    if start + PAGE < len(entries):
        more = (scope.button("guidance.button.more", f"do:guidance:{theme}.{start + PAGE}"),)
    return Said("guidance.of_theme", buttons=(*map(_button, page), *more, scope.menu_button()))


def useful(scope: Scope, argument: str) -> Said:
    return _voted(scope, argument, useful=True)


def not_useful(scope: Scope, argument: str) -> Said:
    return _voted(scope, argument, useful=False)


def _voted(scope: Scope, argument: str, *, useful: bool) -> Said:
    """Counts a press for the entry, without whose it was; whoever found nothing is led to a human."""
    if any(entry.id == argument for entry in scope.deployment.guidance):
        guidance_votes.count(scope.db, argument, useful=useful)
    if useful:
        return Said("guidance.thanks", buttons=(scope.menu_button(),))
    return Said("guidance.sorry", buttons=(*to_human(scope), scope.menu_button()))


def _button(entry: Entry) -> Button:
    return Button(entry.title, f"do:guidance:{entry.id}")


COMMANDS = (
    Command(
        "guidance",
        show,
        words=("/hoi", "/ask", "hoi luat", "hoi giay to", "hoi phap luat", "legal questions"),
        takes_argument=True,
    ),
    Command("guidance_useful", useful),
    Command("guidance_not", not_useful),
)
