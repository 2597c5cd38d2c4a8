"""A person wants a job or a course: with their consent the partner hears of it, and the officers."""

from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, Start, id_in
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import interests, notices, officers
from handlers.people import offices, record
from handlers.people.agreement import GIVEN, Agreement, settled
from handlers.people.targets import typed_for
from handlers.work import offer_words
from handlers.work.find_work import PERSON, gone, mine, open_offer
from rules.trades import age
from storage import accounts, needs, offers
from storage.offers import Offer
from storage.persons import Person


def what_is_open(_answers: Answers, scope: Scope) -> list[Option]:
    open_offers = [offer for offer in offers.open_offers(scope.db, scope.unit) if offer.kind != "loan"]
    return [Option(str(offer.id), offer_words.line(scope.wording, offer)) for offer in open_offers]


def cannot_ask(scope: Scope) -> Said | None:
    return record.missing(scope) or (None if what_is_open({}, scope) else gone(scope))


def refused(answers: Answers) -> bool:
    return bool(answers["agree"] == "no")


def ask_for_it(answers: Answers, scope: Scope) -> Said:
    person, offer = record.person_of(scope), open_offer(scope, answers["offer"])
    if person is None or offer is None:
        raise Problem("no_longer_there", question="offer")
    if settled(scope, "jobs", answers["agree"]):
        return _shown(scope, person, offer)
    if answers.get("officer") == "yes":
        return _with_the_officer(scope, person, offer)
    return Said("interest.kept_quiet", buttons=_go_on(scope))


def _shown(scope: Scope, person: Person, offer: Offer) -> Said:
    """Notes the interest and tells the partner; a second press changes nothing and tells nobody twice."""
    organisation = offer_words.given_by(scope.db, offer)
    if not offers.show_interest(scope.db, offer.id, person.id):
        return Said("interest.already", {"organisation": organisation}, _go_on(scope))
    scope.audit("interest.shown", person.id, f"offer {offer.id}")
    partners = _tell_partners(scope, person, offer)
    whether_told = "told" if partners else "not_told"
    _tell_officers(scope, person, offer, f"notice.interest.officer_{whether_told}")
    return Said(f"interest.{whether_told}", {"organisation": organisation, "offer": offer.title}, _go_on(scope))


def _tell_partners(scope: Scope, person: Person, offer: Offer) -> bool:
    """Tells the name people call, the age and the trade: what the consent names, and nothing else."""

    def telling(wording: Wording) -> Outgoing:
        who, years = wording.called(person), age(person.born, scope.today)
        key = "notice.interest.partner" if years else "notice.interest.partner_no_age"
        text = wording.text(key, who=who, Who=capital(who), age=years, offer=offer.title)
        see = Button(wording.text("notice.interest.see"), f"do:own_offer:{offer.id}", "command", "NGUOI QUAN TAM")
        return Outgoing(text, (see,))

    reached = [
        notices.tell(scope.db, scope.deployment, partner.id, "interest", telling, subject_id=offer.id)
        for partner in interests.speaking_for(scope.db, offer)
    ]
    return any(reached)


def _with_the_officer(scope: Scope, person: Person, offer: Offer) -> Said:
    """Tells the officer alone, who asks in their own way; the partner hears nothing."""
    needs.open_need(scope.db, person.id, "training" if offer.kind == "course" else "job")
    scope.audit("interest.officer_only", person.id, f"offer {offer.id}")
    reached = _tell_officers(scope, person, offer, "notice.interest.officer_only")
    officer = offices.named(scope, reached[0] if reached else None)
    return Said("interest.with_officer", {"officer": officer}, _go_on(scope))


def _tell_officers(scope: Scope, person: Person, offer: Offer, key: str) -> list[accounts.Account]:
    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        fields = {"offer": offer.title, "organisation": offer_words.given_by(scope.db, offer)}
        typed = wording.text("officer.typed.card", number=typed_for(person))
        see = Button(wording.text("officer.button.card"), f"do:person_card:{person.id}", "command", typed)
        return Outgoing(wording.text(key, who=who, Who=capital(who), **fields), (see,))

    return officers.tell(scope, "interest", telling, subject_id=person.id)


def _go_on(scope: Scope) -> tuple[Button, ...]:
    return (scope.button("find_work.again", "do:jobs"), scope.menu_button())


interest = Form(
    "interest",
    Choice("offer", what_is_open),
    Agreement("agree", "jobs"),
    Choice("officer", ("yes", "no"), when=refused),
    submit=ask_for_it,
    may=PERSON,
    review=False,
    ready=cannot_ask,
)


def begin(scope: Scope, argument: str) -> Reply:
    if open_offer(scope, argument) is None:
        return gone(scope)
    return Start("interest", {"offer": argument, "agree": GIVEN})


def take_back(scope: Scope, argument: str) -> Reply:
    """Withdraws before the partner has answered; they no longer see who it was."""
    person = record.person_of(scope)
    if person is None or mine(scope).get(id_in(argument)) != "new":
        return Said("interest.not_to_take_back", buttons=_go_on(scope))
    for interest in offers.interests_of(scope.db, person.id):
        if interest.offer_id == id_in(argument):
            offers.set_interest(scope.db, interest.id, "withdrawn")
    scope.audit("interest.withdrawn", person.id, f"offer {id_in(argument)}")
    return Said("interest.taken_back", buttons=_go_on(scope))


COMMANDS = (
    Command("interest", begin, may=PERSON),
    Command("take_back", take_back, may=PERSON),
)
