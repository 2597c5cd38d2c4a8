"""A partner answers somebody who is interested: come and see us, not this time, or how it went."""

from handlers.kit import Answers, Choice, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import interests, officers
from handlers.work import own_offers
from handlers.work.offer_fields import Public
from handlers.work.own_offers import not_there, with_age
from handlers.work.post_offer import PARTNER
from storage import access, offers, persons
from storage.applicants import Applicant
from storage.offers import Offer

# what is answered → how the interest stands then
STATES = {"invite": "contacted", "taken_on": "taken_on", "turned_down": "turned_down"}
ONCE_INVITED = ("taken_on", "turned_down", "invite")
OPEN_ANSWERS = {"new": ("invite", "turned_down"), "contacted": ONCE_INVITED, "coming": ONCE_INVITED}


def applicant_of(scope: Scope, argument: str) -> Applicant | None:
    """Finds an applicant with consent that still stands, for an offer of the partner's own."""
    interest = offers.interest(scope.db, id_in(argument))
    applicants = access.applicants(scope.db, scope.account, interest.offer_id) if interest else []
    return next((applicant for applicant in applicants if applicant.interest_id == id_in(argument)), None)


def card(scope: Scope, argument: str) -> Reply:
    applicant = applicant_of(scope, argument)
    offer = offers.get(scope.db, applicant.offer_id) if applicant else None
    if applicant is None or offer is None:
        return Said("applicant.gone", buttons=(scope.button("own_offers.all", "do:own_offers"), scope.menu_button()))
    answers = tuple(
        scope.button(f"applicant_answer.answer.{answer}", f"do:applicant_say:{applicant.interest_id}.{answer}")
        for answer in OPEN_ANSWERS.get(applicant.state, ())
    )
    fields = {
        "who": capital(with_age(scope.wording, applicant, scope.today)),
        "offer": offer.title,
        "state": scope.text(f"applicant.state.{applicant.state}"),
    }
    back = scope.button("own_offers.back", f"do:own_offer:{offer.id}")
    return Said("applicant.card", fields, (*answers, back, scope.menu_button()))


def begin(_scope: Scope, argument: str) -> Reply:
    interest, _, answer = argument.partition(".")
    return Start("applicant_answer", {"who": interest, "answer": answer})


def who_waits(_answers: Answers, scope: Scope) -> list[Option]:
    waiting = [applicant for applicant in access.applicants(scope.db, scope.account) if applicant.state in OPEN_ANSWERS]
    return [Option(str(applicant.interest_id), own_offers.applicant_line(scope, applicant)) for applicant in waiting]


def nobody_waits(scope: Scope) -> Said | None:
    return None if who_waits({}, scope) else Said("applicant.none", buttons=(scope.menu_button(),))


def invites(answers: Answers) -> bool:
    return bool(answers["answer"] == "invite")


def answer(answers: Answers, scope: Scope) -> Said:
    applicant = applicant_of(scope, answers["who"])
    offer = offers.get(scope.db, applicant.offer_id) if applicant else None
    if applicant is None or offer is None:
        raise Problem("no_longer_there", question="who")
    state = STATES[answers["answer"]]
    news = offers.set_interest(scope.db, applicant.interest_id, state)
    if not news and state != "contacted":
        return not_there(scope)
    scope.audit(f"interest.{state}", applicant.person_id, f"offer {offer.id}")
    words = answers.get("words") or ""
    reached = interests.tell_person(scope.db, scope.deployment, applicant.person_id, answers["answer"], offer, words)
    _tell_officers(scope, applicant, offer, answers, reached=reached)
    back = scope.button("own_offers.back", f"do:own_offer:{offer.id}")
    key = f"applicant_answer.done_{answers['answer']}" if reached else "applicant_answer.done_by_officer"
    return Said(key, {"who": with_age(scope.wording, applicant, scope.today)}, (back, scope.menu_button()))


def _tell_officers(scope: Scope, applicant: Applicant, offer: Offer, answers: Answers, *, reached: bool) -> None:
    """Tells whoever helps on how it went; an invitation is between the two, unless it has to be carried."""
    person = persons.get(scope.db, applicant.person_id)
    said = answers["answer"]
    if person is None or (reached and said == "invite"):
        return

    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        fields = {"offer": offer.title, "words": answers.get("words") or ""}
        return Outgoing(wording.text(f"notice.interest.officer_{said}", who=who, Who=capital(who), **fields))

    officers.tell(scope, "interest", telling, subject_id=person.id, unit=offer.unit)


applicant_answer = Form(
    "applicant_answer",
    Choice("who", who_waits),
    Choice("answer", tuple(STATES)),
    Public("words", longest=300, when=invites, verbatim=True),
    submit=answer,
    may=PARTNER,
    review=False,
    ready=nobody_waits,
)
COMMANDS = (
    Command("applicant", card, may=PARTNER),
    Command("applicant_say", begin, may=PARTNER),
)
