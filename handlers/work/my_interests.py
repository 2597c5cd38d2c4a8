"""«Đến đâu rồi?»: what somebody has asked for, who has the next step and by when, and the way out of it."""

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.matter import Wish
from handlers.kit.pages import PAGE
from handlers.kit.scope import Scope
from handlers.notify import interests
from handlers.people import record
from handlers.work.applicant_words import as_seen
from handlers.work.find_work import PERSON
from rules import hiring as stages
from storage import hiring, offers
from storage.applicants import applicant_of
from storage.hiring import Interest
from storage.offers import Offer


def own(scope: Scope) -> list[tuple[Interest, Offer]]:
    """Lists what the person has asked for and not taken back, the last first."""
    person = record.person_of(scope)
    asked = hiring.interests_of(scope.db, person.id) if person else []
    stand = [interest for interest in asked if interest.state != "withdrawn"]
    by_id = offers.several(scope.db, {interest.offer_id for interest in stand})
    return [(interest, by_id[interest.offer_id]) for interest in stand if interest.offer_id in by_id]


def my_offers(scope: Scope, _argument: str) -> Reply:
    """Lists what was asked for and how it stands, the last first; each opens its own page."""
    mine = own(scope)[:PAGE]
    lines = [
        scope.text("interest.line", offer=offer.title, state=state_words(scope, interest)) for interest, offer in mine
    ]
    buttons = tuple(Button(offer.title, f"do:my_offer:{interest.id}") for interest, offer in mine)
    key = "interest.mine" if lines else "interest.mine_none"
    again = scope.button("find_work.again", "do:jobs")
    return Said(key, {"lines": "\n".join(lines)}, (*buttons, again, scope.menu_button()))


def state_words(scope: Scope, interest: Interest) -> str:
    return scope.text(f"interest.state.{interest.state}")


def owner_words(scope: Scope, interest: Interest, offer: Offer) -> str:
    """Names who has the next step."""
    owner = stages.STAGES[interest.state].owner
    return scope.text(f"interest.owner.{owner}", organisation=interests.given_by(scope.db, offer))


def wishes(scope: Scope) -> list[Wish]:
    """Lists for «Việc tôi đã nhờ» what is not over."""
    return [
        Wish(
            "place",
            offer.title,
            state_words(scope, interest),
            owner_words(scope, interest, offer),
            interest.due_on,
            scope.text(f"interest.then.{stages.STAGES[interest.state].owner}"),
            f"do:my_offer:{interest.id}",
        )
        for interest, offer in own(scope)
        if interest.is_open
    ]


def my_offer(scope: Scope, argument: str) -> Reply:
    """Shows one: how it stands, whose step is next and by when, what the partner sees, and what may be done."""
    asked = own_one(scope, argument)
    person = record.person_of(scope)
    if asked is None or person is None:
        return my_offers(scope, "")
    interest, offer = asked
    lines = [scope.text("interest.page.state", state=state_words(scope, interest))]
    if interest.is_open:
        lines.append(scope.text("interest.page.owner", owner=owner_words(scope, interest, offer)))
        lines.append(scope.text("interest.page.due", day=scope.day(interest.due_on) if interest.due_on else ""))
    if interest.meets_at and interest.state in ("contacted", "coming"):
        fields = {"when": scope.moment(interest.meets_at), "words": interest.meeting}
        lines.append(scope.text("interest.page.meeting", **fields))
    if interest.reason:
        lines.append(scope.text("interest.page.reason", reason=scope.text(f"hiring.reason.{interest.reason}")))
    if interest.is_open and interests.may_hear(scope.db, person):
        lines.append(scope.text("interest.page.seen", lines=as_seen(scope.author, applicant_of(interest, person))))
    buttons = (*_deeds(scope, interest), scope.button("interest.all", "do:my_offers"), scope.menu_button())
    return Said("interest.page", {"offer": offer.title, "lines": "\n".join(lines)}, buttons)


def own_one(scope: Scope, argument: str) -> tuple[Interest, Offer] | None:
    return next(((interest, offer) for interest, offer in own(scope) if interest.id == id_in(argument)), None)


def _deeds(scope: Scope, interest: Interest) -> tuple[Button, ...]:
    asked = interest.state in ("contacted", "missed", *stages.EMPLOYED)
    answers = interests.buttons_under(scope.wording, f"turn_{interest.state}", interest)[:-1] if asked else ()
    if interest.state == "coming":
        answers = (
            scope.button("invited.button.day", f"do:invited_day:{interest.offer_id}"),
            interests.tips_button(scope.wording),
        )
    if interest.state not in stages.SEEKING:
        return answers
    return (*answers, scope.button("interest.take_back", f"do:take_back:{interest.offer_id}"))


def take_back(scope: Scope, argument: str) -> Reply:
    """Withdraws at any time before the person has work there; the partner no longer sees who it was."""
    person = record.person_of(scope)
    asked = next((interest for interest, _ in own(scope) if interest.offer_id == id_in(argument)), None)
    buttons = (scope.button("find_work.again", "do:jobs"), scope.menu_button())
    if person is None or asked is None or asked.state not in stages.SEEKING:
        return Said("interest.not_to_take_back", buttons=buttons)
    interests.take_back(scope.db, scope.deployment, person, asked)
    scope.audit("interest.withdrawn", person.id, f"offer {asked.offer_id}")
    return Said("interest.taken_back", buttons=buttons)


COMMANDS = (
    Command(
        "my_offers",
        my_offers,
        may=PERSON,
        words=("/chodahoi", "cho toi da hoi", "viec den dau roi", "my applications"),
    ),
    Command("my_offer", my_offer, may=PERSON),
    Command("take_back", take_back, may=PERSON),
)
