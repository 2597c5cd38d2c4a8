"""A partner has invited somebody: yes, another day, or no, passed on at once."""

from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import interests, notices, officers
from handlers.people import record
from handlers.work import offer_words
from handlers.work.find_work import PERSON
from rules import hiring as stages
from storage import hiring, offers
from storage.hiring import Interest
from storage.offers import Offer

# a meeting is on: asked for, agreed, or missed and still wanted
INVITED = ("contacted", "other_day", "coming", "missed")
BECOMES = {"yes": "coming", "day": "other_day", "no": "withdrawn"}


def _invitations(scope: Scope) -> dict[int, tuple[Interest, Offer]]:
    """Gives offer → the interest that the partner has answered with an invitation."""
    person = record.person_of(scope)
    interests = hiring.interests_of(scope.db, person.id) if person else []
    with_offers = {
        interest.offer_id: (interest, offers.get(scope.db, interest.offer_id))
        for interest in interests
        if interest.state in INVITED
    }
    return {offer_id: (interest, offer) for offer_id, (interest, offer) in with_offers.items() if offer is not None}


def own_invitations(_answers: Answers, scope: Scope) -> list[Option]:
    return [Option(str(offer.id), offer_words.line(scope.wording, offer)) for _, offer in _invitations(scope).values()]


def nobody_invites(scope: Scope) -> Said | None:
    return None if _invitations(scope) else Said("invited.none", buttons=_on(scope))


def _on(scope: Scope) -> tuple[Button, ...]:
    return scope.human_button(), scope.menu_button()


def _answered(scope: Scope, answer: str, argument: str) -> Reply:
    """Finds the invitation by the button's offer; typed without one, the only one there is."""
    invitations = _invitations(scope)
    offer_id = id_in(argument) if argument else next(iter(invitations), 0) if len(invitations) < 2 else 0
    if offer_id not in invitations:
        choices = tuple(Button(offer.title, f"do:invited_{answer}:{offer.id}") for _, offer in invitations.values())
        return Said("invited.which", buttons=choices) if choices and not argument else _none(scope)
    interest, offer = invitations[offer_id]
    if not stages.may_move(interest.state, BECOMES[answer]):
        return Said("invited.yes_again" if interest.state == "coming" else "invited.wait", buttons=_on(scope))
    if interests.move(scope.db, interest, BECOMES[answer]) is None:
        return _none(scope)
    scope.audit(f"interest.invited_{answer}", interest.person_id, f"offer {offer.id}")
    return _passed_on(scope, interest, offer, answer, "")


def _none(scope: Scope) -> Said:
    return Said("invited.none", buttons=_on(scope))


def _passed_on(scope: Scope, interest: Interest, offer: Offer, answer: str, words: str) -> Said:
    """Tells the partner, while the person agrees that they hear of them; else an officer carries it."""
    person = record.person_of(scope)
    assert person is not None

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        text = wording.text(f"notice.invited.{answer}", who=who, Who=capital(who), offer=offer.title, words=words)
        return Outgoing(text)

    def to_partner(wording: Wording) -> Outgoing:
        see = Button(wording.text("notice.interest.see"), f"do:applicant:{interest.id}", "command", "NGUOI QUAN TAM")
        out = telling(wording)
        return out if answer == "no" else Outgoing(out.text, (see,))

    partners = interests.speaking_for(scope.db, offer) if interests.may_hear(scope.db, person) else []
    reached = [
        notices.tell(scope.db, scope.deployment, partner.id, "invited", to_partner, subject_id=offer.id)
        for partner in partners
    ]
    if any(reached):
        return Said(f"invited.{answer}", {"organisation": interests.given_by(scope.db, offer)}, _on(scope))
    officers.tell(scope, "interest", telling, subject_id=person.id)
    return Said("invited.by_officer", buttons=_on(scope))


def yes(scope: Scope, argument: str) -> Reply:
    return _answered(scope, "yes", argument)


def no(scope: Scope, argument: str) -> Reply:
    return _answered(scope, "no", argument)


def another_day(scope: Scope, argument: str) -> Reply:
    offer_ids = list(_invitations(scope))
    offer = argument or (str(offer_ids[0]) if len(offer_ids) == 1 else "")
    return Start("invited_day", {"offer": offer} if offer else {})


def pass_on_day(answers: Answers, scope: Scope) -> Said:
    """Passes the wish on; said once more, it replaces the one before."""
    invitation = _invitations(scope).get(id_in(answers["offer"]))
    if invitation is None:
        raise Problem("no_longer_there", question="offer")
    interest, offer = invitation
    if interest.state != "other_day" and interests.move(scope.db, interest, "other_day") is None:
        raise Problem("no_longer_there", question="offer")
    scope.audit("interest.invited_day", interest.person_id, f"offer {offer.id}")
    return _passed_on(scope, interest, offer, "day", answers["words"])


invited_day = Form(
    "invited_day",
    Choice("offer", own_invitations),
    Text("words", longest=200, verbatim=True),
    submit=pass_on_day,
    may=PERSON,
    review=False,
    ready=nobody_invites,
)
COMMANDS = (
    Command("invited_yes", yes, may=PERSON, words=("den duoc", "i will come")),
    Command("invited_day", another_day, may=PERSON, words=("hen hom khac", "hen ngay khac", "another day")),
    Command("invited_no", no, may=PERSON, words=("khong den duoc", "i will not come")),
)
