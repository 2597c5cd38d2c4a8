"""What somebody looks for, and what was learned of what did not suit: theirs to read, to change and to clear."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.kit import Answers, Button, Choice, Choices, Form, Said, YesNo
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.matter import Wish
from handlers.kit.scope import Scope
from handlers.people import record
from handlers.work.find_work import PERSON
from handlers.work.questions import Pay
from rules.trades import HOURS, PLACES, TRADES
from storage import job_searches, persons
from storage.job_searches import JobSearch


def _own(scope: Scope) -> JobSearch | None:
    person = record.person_of(scope)
    return job_searches.of_person(scope.db, person.id) if person else None


def keep(answers: Answers, scope: Scope) -> Said:
    person = record.person_of(scope)
    assert person is not None
    before = job_searches.of_person(scope.db, person.id)
    wanted = {question: answer for question, answer in answers.items() if question != "alerts"}
    alerts = answers["alerts"] == "yes"
    told_up_to = before.told_up_to if before.alerts and alerts else None
    job_searches.keep(scope.db, replace(before, wanted=wanted, alerts=alerts, told_up_to=told_up_to))
    scope.audit("job_search.kept", person.id)
    look = scope.button("best_jobs.button", "do:best_jobs")
    return Said("my_search.kept_alerts" if alerts else "my_search.kept", buttons=(look, scope.menu_button()))


def note_wish(scope: Scope, person_id: int, answers: Answers) -> None:
    """Keeps what a wish says of work as what is looked for, where nothing was said of it before."""
    search = job_searches.of_person(scope.db, person_id)
    if not search.wanted:
        trades = [] if answers["trade"] == "any" else [answers["trade"]]
        wanted = {"trades": trades, "place": answers["place"], "hours": answers.get("hours") or "any"}
        job_searches.keep(scope.db, replace(search, wanted={**wanted, "pay": None, "lodging": "no"}))


def learn(scope: Scope, search: JobSearch, said: dict[str, object]) -> None:
    """Adds what did not suit; the same offer twice counts once."""
    others = [offer_left for offer_left in search.unsuited if offer_left["offer"] != said["offer"]]
    job_searches.keep(scope.db, replace(search, unsuited=[*others, said]))


my_search = Form(
    "my_search",
    Choices("trades", TRADES[:-1], labels="trade", understood_as="trade", in_a_word=True),
    Choice("place", PLACES, labels="wish.place", understood_as="wish.place"),
    Choice("hours", HOURS, labels="wish.hours", understood_as="wish.hours"),
    Pay("pay", optional=True),
    YesNo("lodging"),
    YesNo("alerts"),
    submit=keep,
    may=PERSON,
    ready=record.missing,
)


def begin(scope: Scope, _argument: str) -> Reply:
    """Asks anew, with all that was said before in the review."""
    search = _own(scope)
    before = {**search.wanted, "alerts": "yes" if search.alerts else "no"} if search and search.wanted else {}
    return Start("my_search", before)


def show(scope: Scope, _argument: str = "") -> Reply:
    """Shows what is looked for, what was learned, and whether new offers are told."""
    search = _own(scope)
    if search is None:
        return record.missing(scope) or Said("my_search.none")
    if not (search.wanted or search.unsuited):
        return Said(
            "my_search.none", buttons=(scope.button("my_search.begin", "do:search_change"), scope.menu_button())
        )
    wanted = [f"{line.label}: {line.value}" for line in my_search.shown(search.wanted, scope.author)]
    learned = [_learned(scope, said) for said in search.unsuited]
    fields = {
        "wanted": "\n".join(wanted) or scope.text("my_search.all"),
        "learned": "\n".join([scope.text("my_search.learned"), *learned]) if learned else "",
        "alerts": scope.text(f"my_search.alerts_{'on' if search.alerts else 'off'}"),
    }
    return Said("my_search.shown", fields, (*_deeds(scope, search), scope.menu_button()))


def _deeds(scope: Scope, search: JobSearch) -> Sequence[Button]:
    switch = "off" if search.alerts else "on"
    return (
        scope.button("best_jobs.button", "do:best_jobs"),
        scope.button("my_search.change", "do:search_change"),
        scope.button(f"my_search.turn_{switch}", f"do:search_alerts:{switch}"),
        *([scope.button("my_search.clear", "do:search_clear")] if search.unsuited else []),
        scope.button("my_search.forget", "do:search_forget"),
    )


def _learned(scope: Scope, said: dict[str, object]) -> str:
    why = said.get("words") or scope.text(f"unsuited.why.{said['why']}")
    return scope.text("my_search.learned_line", offer=said.get("title", ""), why=why)


def switch_alerts(scope: Scope, argument: str) -> Reply:
    """Turns the daily word of new offers on or off; nothing said: on."""
    search = _own(scope)
    if search is None:
        return record.missing(scope) or Said("my_search.none")
    wants = argument != "off"
    told_up_to = search.told_up_to if search.alerts and wants else None
    job_searches.keep(scope.db, replace(search, alerts=wants, told_up_to=told_up_to))
    scope.audit(f"job_search.alerts_{'on' if wants else 'off'}", search.person_id)
    back = scope.button("my_search.button", "do:my_search")
    return Said(f"my_search.alerts_now_{'on' if wants else 'off'}", buttons=(back, scope.menu_button()))


def clear(scope: Scope, _argument: str) -> Reply:
    """Forgets what was learned of offers that did not suit; what is looked for stays."""
    search = _own(scope)
    if search is not None:
        job_searches.keep(scope.db, replace(search, unsuited=[]))
        scope.audit("job_search.cleared", search.person_id)
    look = scope.button("best_jobs.button", "do:best_jobs")
    return Said("my_search.cleared", buttons=(look, scope.menu_button()))


def forget(scope: Scope, _argument: str) -> Reply:
    """Deletes all of it; no more word of new offers."""
    search = _own(scope)
    if search is not None and job_searches.forget(scope.db, search.person_id):
        scope.audit("job_search.forgotten", search.person_id)
    look = scope.button("find_work.again", "do:jobs")
    return Said("my_search.forgotten", buttons=(look, scope.menu_button()))


def wishes(scope: Scope) -> list[Wish]:
    """Gives the search whose news somebody wants to hear, for «Việc tôi đã nhờ»."""
    person = persons.by_account(scope.db, scope.account.id)
    search = job_searches.of_person(scope.db, person.id) if person else None
    if search is None or not search.alerts:
        return []
    title, stands = scope.text("my_search.wish.title"), scope.text("my_search.wish.stands")
    return [Wish("job_search", title, stands, scope.text("my_search.wish.who"), press="do:my_search")]


COMMANDS = (
    Command(
        "my_search",
        show,
        may=PERSON,
        words=("/timviec", "viec toi dang tim", "viec toi muon tim", "tim viec cua toi", "my search"),
    ),
    Command("search_change", begin, may=PERSON),
    Command("search_alerts", switch_alerts, may=PERSON, words=("bao viec moi", "tell me of new jobs")),
    Command("search_clear", clear, may=PERSON),
    Command("search_forget", forget, may=PERSON),
)
