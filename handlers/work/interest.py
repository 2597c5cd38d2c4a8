"""A person wants a job or a course: they see what the partner will see, agree, and the partner hears of it."""

from typing import Any

from handlers.kit import Answers, Button, Choice, Choices, Form, JsonValue, Option, Outgoing, Problem, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording, capital
from handlers.notify import interests, need_telling, notices, officers
from handlers.people import offices, record
from handlers.people.agreement import GIVEN, Agreement, settled
from handlers.people.targets import typed_for
from handlers.work import offer_words
from handlers.work.applicant_words import as_seen
from handlers.work.find_work import PERSON, gone, open_offer
from rules.trades import HOURS, TRADES, age
from storage import accounts, hiring, job_searches, offers, work_profiles
from storage.applicants import applicant_of
from storage.hiring import Interest
from storage.offers import Offer
from storage.persons import Person

# what the partner sees beside name and age, in the words of `rules.trades`
SHOWN = ("trade", "hours", "also")
NO_TRADE_YET = "learning"
TRADES_ASKED = (*TRADES[:-1], NO_TRADE_YET)


def what_is_open(_answers: Answers, scope: Scope) -> list[Option]:
    open_offers = [offer for offer in offers.open_offers(scope.db, scope.unit) if offer.kind != "loan"]
    return [Option(str(offer.id), offer_words.line(scope.wording, offer)) for offer in open_offers]


def cannot_ask(scope: Scope) -> Said | None:
    return record.missing(scope) or (None if what_is_open({}, scope) else gone(scope))


def refused(answers: Answers) -> bool:
    return bool(answers["agree"] == "no")


def agreed(answers: Answers) -> bool:
    return not refused(answers)


def what_is_known(_offer: JsonValue, scope: Scope) -> Answers:
    """Gives what was told before, for a CV, for the last offer or for the search; what nobody knows is left out.

    Nothing else is shown to this partner for having been shown to another.
    """
    person = record.person_of(scope)
    if person is None:
        return {}
    profile, before = work_profiles.get(scope.db, person.id), hiring.interests_of(scope.db, person.id)
    searched = job_searches.of_person(scope.db, person.id).wanted.get("hours")
    told = [profile.answers if profile else {}, before[0].shown if before else {}]
    trade = next((answers["trade"] for answers in told if answers.get("trade") in TRADES_ASKED), None)
    hours = next((answers["hours"] for answers in told if answers.get("hours") in HOURS), None)
    # a search that was noted from a wish says «any» where nothing was said
    return {"trade": trade, "hours": hours or (searched if searched != "any" else None), "also": None}


class AlsoShown(Choices):
    """What else the partner may see, of what there is, each to be ticked by itself."""

    def options(self, answers: Answers, scope: Scope) -> list[Option]:
        person = record.person_of(scope)
        if person is None:
            return []
        profile = work_profiles.get(scope.db, person.id)
        has_it = {"phone": person.phone, "hamlet": person.hamlet, "cv": profile}
        return [option for option in super().options(answers, scope) if has_it[option.value]]


def what_is_seen(answers: Answers, scope: Scope) -> str:
    """Says under the review, line by line, what the partner will see, and that it is all."""
    person = record.person_of(scope)
    if person is None or refused(answers):
        return ""
    now = Interest(0, 0, person.id, "new", scope.now, scope.now, *(None,) * 10)
    applicant = applicant_of(now, person, _shown(answers))
    return scope.text("interest.preview", lines=as_seen(scope.author, applicant))


def _shown(answers: Answers) -> dict[str, Any]:
    return {name: answers[name] for name in SHOWN if answers.get(name)}


def ask_for_it(answers: Answers, scope: Scope) -> Said:
    person, offer = record.person_of(scope), open_offer(scope, answers["offer"])
    if person is None or offer is None:
        raise Problem("no_longer_there", question="offer")
    if settled(scope, "jobs", answers["agree"]):
        return _note_interest(scope, person, offer, _shown(answers))
    if answers.get("officer") == "yes":
        return _with_the_officer(scope, person, offer)
    return Said("interest.kept_quiet", buttons=_go_on(scope))


def _note_interest(scope: Scope, person: Person, offer: Offer, shown: dict[str, Any]) -> Said:
    """Notes the interest and tells the partner; a second press changes nothing and tells nobody twice."""
    organisation = interests.given_by(scope.db, offer)
    interest = hiring.show_interest(scope.db, offer.id, person.id, shown)
    if interest is None:
        return Said("interest.already", {"organisation": organisation}, _go_on(scope))
    scope.audit("interest.shown", person.id, f"offer {offer.id}")
    if _tell_partners(scope, person, offer):
        whether_told = "told"
        interests.set_clock(scope.db, interest)
    else:
        whether_told = "not_told"
        interests.move(scope.db, interest, "with_officer")
    _tell_officers(scope, person, offer, f"notice.interest.officer_{whether_told}")
    return Said(f"interest.{whether_told}", {"organisation": organisation, "offer": offer.title}, _go_on(scope))


def _tell_partners(scope: Scope, person: Person, offer: Offer) -> bool:
    """Tells the name people call and the age; the rest of what was agreed to stands behind the button."""

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
    need_telling.raise_need(scope.db, scope.deployment, person.id, "training" if offer.kind == "course" else "job")
    scope.audit("interest.officer_only", person.id, f"offer {offer.id}")
    reached = _tell_officers(scope, person, offer, "notice.interest.officer_only")
    officer = offices.named(scope, reached[0] if reached else None)
    return Said("interest.with_officer", {"officer": officer}, _go_on(scope))


def _tell_officers(scope: Scope, person: Person, offer: Offer, key: str) -> list[accounts.Account]:
    def telling(wording: Wording) -> Outgoing:
        who = wording.called(person)
        fields = {"offer": offer.title, "organisation": interests.given_by(scope.db, offer)}
        typed = wording.text("officer.typed.card", number=typed_for(person))
        see = Button(wording.text("officer.button.card"), f"do:person_card:{person.id}", "command", typed)
        return Outgoing(wording.text(key, who=who, Who=capital(who), **fields), (see,))

    return officers.tell(scope, "interest", telling, subject_id=person.id)


def _go_on(scope: Scope) -> tuple[Button, ...]:
    return (scope.button("find_work.again", "do:jobs"), scope.menu_button())


interest = Form(
    "interest",
    Choice("offer", what_is_open, named=offer_words.named, brings=what_is_known),
    Agreement("agree", "jobs"),
    Choice("officer", ("yes", "no"), when=refused),
    Choice(
        "trade",
        TRADES_ASKED,
        labels="trade",
        understood_as="trade",
        in_a_word=True,
        when=agreed,
        optional=True,
    ),
    Choice("hours", HOURS, labels="wish.hours", understood_as="wish.hours", when=agreed, optional=True),
    AlsoShown("also", ("phone", "hamlet", "cv"), when=agreed, optional=True),
    submit=ask_for_it,
    may=PERSON,
    ready=cannot_ask,
    preview=what_is_seen,
)


def begin(scope: Scope, argument: str) -> Reply:
    """Starts with the consent that was given before, so that there is one thing left: to confirm what is shown."""
    if open_offer(scope, argument) is None:
        return gone(scope)
    told_before = {name: told for name, told in what_is_known(argument, scope).items() if told}
    return Start("interest", {"offer": argument, "agree": GIVEN, **told_before})


COMMANDS = (Command("interest", begin, may=PERSON),)
