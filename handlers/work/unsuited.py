"""An offer does not suit, and why: learned for that person alone, whoever posted it hears nothing."""

from handlers.kit import Answers, Choice, Form, Option, Problem, Said, Text
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.people import record
from handlers.work import my_search, offer_words, seeking
from handlers.work.find_work import PERSON, gone, open_offer
from rules.matching import UNSUITED, distance
from storage import job_searches, offers
from storage.offers import Offer
from storage.persons import Person


def open_ones(_answers: Answers, scope: Scope) -> list[Option]:
    open_now = [offer for offer in offers.open_offers(scope.db, scope.unit) if offer.kind != "loan"]
    return [Option(str(offer.id), offer_words.line(scope.wording, offer)) for offer in open_now]


def none_open(scope: Scope) -> Said | None:
    return record.missing(scope) or (None if open_ones({}, scope) else gone(scope))


def in_own_words(answers: Answers) -> bool:
    return bool(answers["why"] == "other")


def learn(answers: Answers, scope: Scope) -> Said:
    person, offer = record.person_of(scope), open_offer(scope, answers["offer"])
    if person is None or offer is None:
        raise Problem("no_longer_there", question="offer")
    said = {
        "offer": offer.id,
        "title": offer.title,
        "why": answers["why"],
        "value": _value(scope, person, offer, answers),
    }
    if answers.get("words"):
        said["words"] = answers["words"]
    my_search.learn(scope, job_searches.of_person(scope.db, person.id), said)
    look, own = scope.button("best_jobs.button", "do:best_jobs"), scope.button("my_search.button", "do:my_search")
    return Said("unsuited.learned", buttons=(look, own, scope.menu_button()))


def _value(scope: Scope, person: Person, offer: Offer, answers: Answers) -> int | str:
    """Gives of what the offer had too much or too little; 0 where that says nothing of others."""
    spots = seeking.spots_of(scope.db, [offer], person.unit)
    [listing] = seeking.listings_of([offer], spots)
    match answers["why"]:
        case "too_far":
            home = spots.get(person.unit)
            return max(1, round(distance(home, listing.spot))) if home and listing.spot else 0
        case "other_trade":
            return offer.trade
        case "low_pay":
            return listing.monthly
        case "bad_hours":
            return next(iter(sorted(listing.shifts)), "")
        case "no_lodging":
            return 1
    return 0


unsuited = Form(
    "unsuited",
    Choice("offer", open_ones),
    Choice("why", UNSUITED),
    Text("words", longest=300, when=in_own_words),
    submit=learn,
    may=PERSON,
    review=False,
    ready=none_open,
)


def begin(scope: Scope, argument: str) -> Reply:
    offer = open_offer(scope, argument)
    return Start("unsuited", {"offer": str(offer.id)}) if offer else gone(scope)


COMMANDS = (Command("offer_no", begin, may=PERSON),)
