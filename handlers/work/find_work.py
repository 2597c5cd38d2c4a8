"""A person looks for work or a course: by trade, by place, one offer after another."""

from dataclasses import dataclass, replace

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import PAGE, ListPage
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people import record
from handlers.understand.fold import bare
from handlers.work import job_search, offer_words
from rules import hiring as stages
from rules.offers import PAID
from storage import fairs, hiring, offer_pages, offers
from storage.offer_pages import Wanted
from storage.offers import Offer

PERSON = ("person",)
FEW = 5
ALL, JOBS, COURSES = Wanted(), Wanted(PAID), Wanted(("course",))


def jobs(scope: Scope, argument: str) -> Reply:
    """Lists the jobs that a sentence asks for; else the trades with open jobs and other ways to look."""
    if jobs_named := job_search.matching(argument, _open_jobs(scope), scope.unit) if argument else []:
        home = _home(scope)
        jobs_named.sort(key=lambda job: bare(job.place) != home)
        one_trade = len({job.trade for job in jobs_named}) == 1
        more = f"in:{jobs_named[0].trade}" if one_trade else f"paying:{job_search.least_wanted(argument)}"
        return _page(scope, len(jobs_named), jobs_named, f"do:jobs_{more}", "")
    trades = offer_pages.trades(scope.db, scope.unit, JOBS)
    if not trades:
        return Said("find_work.none", buttons=(_human(scope), *_other_ways(scope)))
    buttons = tuple(
        scope.button(
            "find_work.trade", f"do:jobs_in:{trade}", trade=offer_words.trade(scope.wording, trade), count=count
        )
        for trade, count in trades.items()
    )
    sought = job_search.trade_in(argument) if argument else ""
    if not sought and sum(trades.values()) <= FEW:
        return _few(scope)
    fields = {"count": sum(trades.values()), "trade": offer_words.trade(scope.wording, sought) if sought else ""}
    return Said("find_work.other_trades" if sought else "find_work.trades", fields, (*buttons, *_other_ways(scope)))


def _few(scope: Scope) -> Said:
    """Lists the jobs themselves where there are so few that to choose a trade first is a step too many."""
    shown = offer_pages.page_of(scope.db, scope.unit, JOBS, near=_near(scope), most=FEW, skipped=0)
    buttons = tuple(Button(offer_words.line(scope.wording, offer), f"do:offer:{offer.id}") for offer in shown)
    return Said("find_work.few", {"count": len(shown)}, (*buttons, *_other_ways(scope)))


def _open_jobs(scope: Scope) -> list[Offer]:
    return [offer for offer in offers.open_offers(scope.db, scope.unit) if offer.kind in PAID]


def _other_ways(scope: Scope) -> tuple[Button, ...]:
    ways = [scope.button("best_jobs.button", "do:best_jobs")]
    if len(_places(scope)) > 1:
        ways.append(scope.button("find_work.by_place", "do:job_places"))
    if offer_pages.how_many(scope.db, scope.unit, COURSES):
        ways.append(scope.button("find_work.courses", "do:courses"))
    if fairs.to_come(scope.db, scope.unit):
        ways.append(scope.button("fairs.button", "do:fairs"))
    if mine(scope):
        ways.append(scope.button("find_work.mine", "do:my_offers"))
    ways.append(scope.button("find_work.wish", "do:wish:job"))
    ways.append(scope.button("work_tools.button", "do:work_tools"))
    return (*ways, scope.menu_button())


def _human(scope: Scope) -> Button:
    return scope.human_button()


@dataclass
class Place:
    """A place with open jobs: the ways it is written, one of its offers, how many there are."""

    written: list[str]
    offer_id: int
    count: int


def _places(scope: Scope) -> list[Place]:
    """Lists the places with open jobs, those at home first; one place is written in several ways."""
    by_name: dict[str, Place] = {}
    for written, offer_id, count in offer_pages.places(scope.db, scope.unit, JOBS):
        place = by_name.setdefault(bare(written), Place([], offer_id, 0))
        place.written.append(written)
        place.count += count
    home = _home(scope)
    return [by_name[name] for name in sorted(by_name, key=lambda name: name != home)]


def _home(scope: Scope) -> str:
    person = record.person_of(scope)
    return bare(person.hamlet) if person else ""


def _near(scope: Scope) -> list[str]:
    """Lists how the reader's own hamlet is written in open jobs and courses."""
    home = _home(scope)
    return [written for written, *_ in offer_pages.places(scope.db, scope.unit, ALL) if bare(written) == home]


def jobs_in(scope: Scope, argument: str) -> Reply:
    """Lists the jobs of a trade: `building`, or `building.8` for those after the first eight."""
    trade, _, first = argument.partition(".")
    return listed(scope, replace(JOBS, trade=trade), f"do:jobs_in:{trade}", first) if trade else gone(scope)


def jobs_paying(scope: Scope, argument: str) -> Reply:
    """Lists the jobs that pay so much, in đồng: `8000000`, or `8000000.8` for those after the first eight."""
    least, _, first = argument.partition(".")
    return listed(scope, replace(JOBS, pays=id_in(least)), f"do:jobs_paying:{least}", first)


def job_places(scope: Scope, argument: str) -> Reply:
    """Offers the places with open jobs; a place is named by one of its offers, as its words may be long."""
    places = _places(scope)
    if not places:
        return jobs(scope, "")
    page = ListPage.asked(argument, len(places))
    buttons = [
        scope.button(
            "find_work.place",
            f"do:jobs_near:{place.offer_id}",
            place=place.written[0] or scope.text("find_work.no_place"),
            count=place.count,
        )
        for place in page.of(places)
    ]
    shown, more = page.numbered(buttons), page.more(scope, "do:job_places:")
    return Said("find_work.places", buttons=(*shown, *more, scope.menu_button()))


def jobs_near(scope: Scope, argument: str) -> Reply:
    chosen, _, first = argument.partition(".")
    near = offers.get(scope.db, id_in(chosen))
    name = bare(near.place) if near else None
    places = next((place.written for place in _places(scope) if bare(place.written[0]) == name), [])
    if not places:
        return gone(scope)
    return listed(scope, replace(JOBS, places=tuple(places)), f"do:jobs_near:{chosen}", first)


def courses(scope: Scope, argument: str) -> Reply:
    if not offer_pages.how_many(scope.db, scope.unit, COURSES):
        wish = scope.button("find_work.wish_course", "do:wish:training")
        return Said("find_work.no_courses", buttons=(wish, _human(scope), scope.menu_button()))
    return listed(scope, COURSES, "do:courses:", argument.removeprefix("."), "find_work.courses_list")


def listed(scope: Scope, wanted: Wanted, more: str, first: str, key: str = "find_work.list") -> Reply:
    """Lists a page of offers, what is nearest home first."""
    page = ListPage.asked(first, offer_pages.how_many(scope.db, scope.unit, wanted))
    near = _near(scope)
    shown = offer_pages.page_of(scope.db, scope.unit, wanted, near=near, most=PAGE, skipped=page.skipped)
    return _page(scope, page.count, shown, more, first, key)


def _page(
    scope: Scope, count: int, offers_shown: list[Offer], more: str, first: str, key: str = "find_work.list"
) -> Reply:
    """Words a page of `count` offers; one alone is shown at once."""
    if not offers_shown:
        return gone(scope)
    if count == 1:
        return card(scope, str(offers_shown[0].id))
    page = ListPage.asked(first, count)
    buttons = [Button(offer_words.line(scope.wording, offer), f"do:offer:{offer.id}") for offer in offers_shown[:PAGE]]
    shown, following = page.numbered(buttons), page.more(scope, f"{more}.")
    return Said(key, {"count": count}, (*shown, *following, scope.menu_button()))


def card(scope: Scope, argument: str) -> Reply:
    offer = open_offer(scope, argument)
    if offer is None:
        return gone(scope)
    state = mine(scope).get(offer.id)
    back = f"do:jobs_in:{offer.trade}" if offer.kind in PAID else "do:courses"
    if state:
        take_back = (scope.button("interest.take_back", f"do:take_back:{offer.id}"),) if state in stages.SEEKING else ()
        words = capital(scope.text(f"interest.state.{state}"))
        buttons = (*take_back, scope.button("find_work.others", back))
    else:
        words = scope.text("find_work.ask_interest")
        interested = scope.button("interest.button", f"do:interest:{offer.id}")
        unsuited = scope.button("unsuited.button", f"do:offer_no:{offer.id}")
        others = scope.button("find_work.others", back)
        buttons = (interested, unsuited, others, scope.button("find_work.wish", "do:wish:job"))
    if offer.poster:
        buttons = (*buttons, scope.button("offer.poster", f"do:offer_poster:{offer.id}"))
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
    """Gives offer → how it stands, of what the person has asked for and may not ask for anew."""
    person = record.person_of(scope)
    interests = hiring.interests_of(scope.db, person.id) if person else []
    return {interest.offer_id: interest.state for interest in interests if interest.state not in stages.ASKED_ANEW}


COMMANDS = (
    Command("jobs", jobs, may=PERSON, takes_words=True, words=("/jobs", "/viec", "viec lam", "find work", "jobs")),
    Command("jobs_in", jobs_in, may=PERSON),
    Command("jobs_paying", jobs_paying, may=PERSON),
    Command("job_places", job_places, may=PERSON),
    Command("jobs_near", jobs_near, may=PERSON),
    Command("courses", courses, may=PERSON, words=("/courses", "/lop", "lop hoc nghe", "courses")),
    Command("offer", card, may=PERSON, record="offer"),
)
