"""A person looks for work or a course: by trade, by place, one offer after another."""

from collections.abc import Callable

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.people import record
from handlers.understand.fold import bare
from handlers.work import job_search, offer_words
from storage import offers
from storage.offers import Offer

PERSON = ("person",)
ASKED_BEFORE = ("new", "contacted", "coming", "taken_on", "turned_down")


def jobs(scope: Scope, argument: str) -> Reply:
    """Lists the jobs that a sentence asks for; else the trades with open jobs and other ways to look."""
    open_jobs = offers.open_offers(scope.db, scope.unit, kind="job")
    if jobs_named := job_search.matching(argument, open_jobs) if argument else []:
        return listed(scope, jobs_named, f"do:jobs_in:{jobs_named[0].trade}", "")
    if not open_jobs:
        return Said("find_work.none", buttons=(_human(scope), *_other_ways(scope, open_jobs)))
    trades = _counted(open_jobs, lambda offer: offer.trade)
    buttons = tuple(
        scope.button(
            "find_work.trade", f"do:jobs_in:{trade}", trade=offer_words.trade(scope.wording, trade), count=count
        )
        for trade, count in trades
    )
    return Said("find_work.trades", {"count": len(open_jobs)}, (*buttons, *_other_ways(scope, open_jobs)))


def _counted(open_offers: list[Offer], by: Callable[[Offer], str]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for offer in open_offers:
        counts[by(offer)] = counts.get(by(offer), 0) + 1
    return sorted(counts.items(), key=lambda counted: -counted[1])


def _other_ways(scope: Scope, open_jobs: list[Offer]) -> tuple[Button, ...]:
    ways = [scope.button("find_work.by_place", "do:job_places")] if len({_place(job) for job in open_jobs}) > 1 else []
    if offers.open_offers(scope.db, scope.unit, kind="course"):
        ways.append(scope.button("find_work.courses", "do:courses"))
    if mine(scope):
        ways.append(scope.button("find_work.mine", "do:my_offers"))
    ways.append(scope.button("find_work.wish", "do:wish:job"))
    return (*ways, scope.menu_button())


def _human(scope: Scope) -> Button:
    return scope.button("talk.button", "do:human", typed="GAP CAN BO")


def _place(offer: Offer) -> str:
    return bare(offer.place)


def jobs_in(scope: Scope, argument: str) -> Reply:
    """Lists the jobs of a trade: `building`, or `building.8` for those after the first eight."""
    trade, _, first = argument.partition(".")
    open_jobs = offers.open_offers(scope.db, scope.unit, trade=trade, kind="job") if trade else []
    return listed(scope, open_jobs, "do:jobs_in:" + trade, first)


def job_places(scope: Scope, argument: str) -> Reply:
    """Offers the places with open jobs; a place is named by one of its offers, as its words may be long."""
    open_jobs = near_first(scope, offers.open_offers(scope.db, scope.unit, kind="job"))
    counts = dict(_counted(open_jobs, _place))
    named = {_place(offer): offer for offer in reversed(open_jobs)}
    buttons = tuple(
        scope.button(
            "find_work.place",
            f"do:jobs_near:{named[place].id}",
            place=named[place].place or scope.text("find_work.no_place"),
            count=counts[place],
        )
        for place in dict.fromkeys(map(_place, open_jobs))
    )
    if not buttons:
        return jobs(scope, "")
    page = ListPage.asked(argument, len(buttons))
    shown, more = page.numbered(page.of(buttons)), page.more(scope, "do:job_places:")
    return Said("find_work.places", buttons=(*shown, *more, scope.menu_button()))


def jobs_near(scope: Scope, argument: str) -> Reply:
    chosen, _, first = argument.partition(".")
    there = offers.get(scope.db, id_in(chosen))
    all_open = offers.open_offers(scope.db, scope.unit, kind="job")
    nearby = [job for job in all_open if there is not None and _place(job) == _place(there)]
    return listed(scope, nearby, "do:jobs_near:" + chosen, first)


def courses(scope: Scope, argument: str) -> Reply:
    open_courses = offers.open_offers(scope.db, scope.unit, kind="course")
    if not open_courses:
        wish = scope.button("find_work.wish_course", "do:wish:training")
        return Said("find_work.no_courses", buttons=(wish, _human(scope), scope.menu_button()))
    return listed(scope, open_courses, "do:courses:", argument.removeprefix("."), "find_work.courses_list")


def listed(scope: Scope, open_offers: list[Offer], more: str, first: str, key: str = "find_work.list") -> Reply:
    """Lists offers, what is nearest home first; one alone is shown at once."""
    if not open_offers:
        return gone(scope)
    if len(open_offers) == 1:
        return card(scope, str(open_offers[0].id))
    open_offers = near_first(scope, open_offers)
    page = ListPage.asked(first, len(open_offers))
    buttons = [Button(offer_words.line(scope.wording, offer), f"do:offer:{offer.id}") for offer in page.of(open_offers)]
    shown, following = page.numbered(buttons), page.more(scope, f"{more}.")
    return Said(key, {"count": len(open_offers)}, (*shown, *following, scope.menu_button()))


def near_first(scope: Scope, open_offers: list[Offer]) -> list[Offer]:
    person = record.person_of(scope)
    home = bare(person.hamlet) if person else ""
    return sorted(open_offers, key=lambda offer: _place(offer) != home)


def card(scope: Scope, argument: str) -> Reply:
    offer = open_offer(scope, argument)
    if offer is None:
        return gone(scope)
    state = mine(scope).get(offer.id)
    back = f"do:jobs_in:{offer.trade}" if offer.kind == "job" else "do:courses"
    if state:
        take_back = (scope.button("interest.take_back", f"do:take_back:{offer.id}"),) if state == "new" else ()
        words = scope.text(f"interest.state.{state}")
        buttons = (*take_back, scope.button("find_work.others", back))
    else:
        words = scope.text("find_work.ask_interest")
        interested = scope.button("interest.button", f"do:interest:{offer.id}")
        buttons = (interested, scope.button("find_work.others", back), scope.button("find_work.wish", "do:wish:job"))
    card_words = offer_words.card(scope.db, scope.wording, offer)
    return Said("find_work.card", {"card": card_words, "words": words}, (*buttons, scope.menu_button()))


def gone(scope: Scope) -> Said:
    return Said("find_work.gone", buttons=(scope.button("find_work.again", "do:jobs"), scope.menu_button()))


def open_offer(scope: Scope, argument: str) -> Offer | None:
    """Finds an offer of the person's own commune that can be had today."""
    offer = offer_words.offer_in(scope.db, scope.unit, argument)
    if offer is None or offer.unit != scope.unit or offer.state != "open" or offer.kind == "loan":
        return None
    return offer if offer.closes_on is None or offer.closes_on >= scope.today else None


def mine(scope: Scope) -> dict[int, str]:
    """Gives offer → how it stands, of what the person has asked for."""
    person = record.person_of(scope)
    interests = offers.interests_of(scope.db, person.id) if person else []
    return {interest.offer_id: interest.state for interest in interests if interest.state in ASKED_BEFORE}


def my_offers(scope: Scope, _argument: str) -> Reply:
    """Lists what was asked for and how it stands, the last first."""
    asked = [(offers.get(scope.db, offer_id), state) for offer_id, state in list(mine(scope).items())[:PAGE]]
    lines = [
        scope.text("interest.line", offer=offer.title, state=scope.text(f"interest.state.{state}"))
        for offer, state in asked
        if offer
    ]
    key = "interest.mine" if lines else "interest.mine_none"
    again = scope.button("find_work.again", "do:jobs")
    return Said(key, {"lines": "\n".join(lines)}, (again, scope.menu_button()))


COMMANDS = (
    Command("jobs", jobs, may=PERSON, takes_words=True, words=("/jobs", "/viec", "viec lam", "find work", "jobs")),
    Command("jobs_in", jobs_in, may=PERSON),
    Command("job_places", job_places, may=PERSON),
    Command("jobs_near", jobs_near, may=PERSON),
    Command("courses", courses, may=PERSON, words=("/courses", "/lop", "lop hoc nghe", "courses")),
    Command("offer", card, may=PERSON, record="offer"),
    Command("my_offers", my_offers, may=PERSON),
)
