"""What no partner has answered, or has nobody here to answer it: an officer asks, and says what came of it."""

from datetime import date

from handlers.kit import Answers, Button, Choice, Day, Form, Option, Problem, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.kit.wording import capital
from handlers.notify import interests, job_needs
from handlers.people.targets import person_in
from rules import hiring as stages
from storage import hiring, offers, persons
from storage.hiring import Interest
from storage.offers import Offer

OFFICER = ("officer",)
# what came of it → how it stands then
OUTCOMES = {"again": "new", "taken_on": "taken_on", "turned_down": "turned_down", "nothing": "lapsed"}


def _waiting(scope: Scope) -> list[Interest]:
    return hiring.of_unit(scope.db, scope.unit, "with_officer")


def _line(viewer: Viewer, interest: Interest) -> str:
    """Names who asks and for what: «Anh Nam · Thợ may · May Hồng Lam»."""
    person, offer = persons.get(viewer.db, interest.person_id), offers.get(viewer.db, interest.offer_id)
    if person is None or offer is None:
        return ""
    who = capital(viewer.wording.called(person))
    return " · ".join(part for part in (who, offer.title, interests.given_by(viewer.db, offer)) if part)


def work_waiting(scope: Scope, argument: str) -> Reply:
    """Lists what waits for an officer, the longest waiting first."""
    waiting = _waiting(scope)
    if not waiting:
        return Said("work_waiting.none", buttons=(scope.menu_button(),))
    page = ListPage.asked(argument, len(waiting))
    buttons = [
        Button(_line(scope.author, interest), f"do:work_waiting_one:{interest.id}") for interest in page.of(waiting)
    ]
    more = page.more(scope, "do:work_waiting:")
    return Said("work_waiting.list", {"count": len(waiting)}, (*page.numbered(buttons), *more, scope.menu_button()))


def work_waiting_one(scope: Scope, argument: str) -> Reply:
    interest = next((interest for interest in _waiting(scope) if interest.id == id_in(argument)), None)
    person = person_in(scope, str(interest.person_id), "work_waiting") if interest else None
    offer = offers.get(scope.db, interest.offer_id) if interest else None
    if interest is None or person is None or offer is None:
        return work_waiting(scope, "")
    fields = {
        "who": capital(scope.wording.called(person)),
        "offer": offer.title,
        "organisation": interests.given_by(scope.db, offer),
        "day": scope.day(interest.due_on) if interest.due_on else "",
    }
    buttons = tuple(
        scope.button(f"work_help.outcome.{outcome}", f"go:work_help:interest={interest.id};outcome={outcome}")
        for outcome in _outcomes(scope, offer)
    )
    card = scope.button("officer.button.card", f"do:person_card:{person.id}")
    return Said("work_waiting.card", fields, (*buttons, card, scope.menu_button()))


def _outcomes(scope: Scope, offer: Offer) -> list[str]:
    """Leaves out to ask the partner once more where nobody would hear it."""
    reachable = offer.state == "open" and bool(interests.speaking_for(scope.db, offer))
    return [outcome for outcome in OUTCOMES if outcome != "again" or reachable]


def waiting(_answers: Answers, scope: Scope) -> list[Option]:
    return [Option(str(interest.id), _line(scope.author, interest)) for interest in _waiting(scope)]


def named(value: str, viewer: Viewer) -> str:
    interest = hiring.interest(viewer.db, id_in(value))
    return _line(viewer, interest) if interest else ""


def takes_on(answers: Answers) -> bool:
    return bool(answers["outcome"] == "taken_on")


def turns_down(answers: Answers) -> bool:
    return bool(answers["outcome"] == "turned_down")


def note(answers: Answers, scope: Scope) -> Said:
    interest = next((interest for interest in _waiting(scope) if str(interest.id) == answers["interest"]), None)
    offer = offers.get(scope.db, interest.offer_id) if interest else None
    if interest is None or offer is None or answers["outcome"] not in _outcomes(scope, offer):
        raise Problem("no_longer_there", question="interest")
    first_day = answers.get("starts_on")
    starts_on = date.fromisoformat(first_day) if first_day else None
    state = OUTCOMES[answers["outcome"]]
    moved = interests.move(scope.db, interest, state, starts_on=starts_on, reason=answers.get("reason"))
    if moved is None:
        raise Problem("no_longer_there", question="interest")
    scope.audit(f"interest.{state}", interest.person_id, f"offer {offer.id}")
    job_needs.meet(scope.db, scope.deployment, moved, offer, scope.account.id)
    told = state == "new" or interests.tell_person(scope.db, scope.deployment, moved, state, offer)
    again = scope.button("work_waiting.button", "do:work_waiting")
    return Said("work_help.done" if told else "work_help.done_not_told", buttons=(again, scope.menu_button()))


def nothing_waits(scope: Scope) -> Said | None:
    return None if _waiting(scope) else Said("work_waiting.none", buttons=(scope.menu_button(),))


work_help = Form(
    "work_help",
    Choice("interest", waiting, named=named, detail="head"),
    Choice("outcome", tuple(OUTCOMES)),
    Day("starts_on", when=takes_on, problem=stages.start_problem, offers=(0, 1, 7), to_come=True),
    Choice("reason", stages.REASONS, labels="hiring.reason", when=turns_down),
    submit=note,
    may=OFFICER,
    ready=nothing_waits,
)


COMMANDS = (
    Command(
        "work_waiting",
        work_waiting,
        may=OFFICER,
        words=("/viechoigiup", "viec can hoi giup", "nguoi cho viec", "applications"),
    ),
    Command("work_waiting_one", work_waiting_one, may=OFFICER),
)
