"""A partner offers a job or a course; what shames nobody is taken as it is written."""

from datetime import date

from handlers.kit import Answers, Choice, Form, Incoming, JsonValue, Problem, Said, Text
from handlers.kit.scope import Scope
from handlers.understand.pay import is_pay
from handlers.understand.place_answers import place_in
from handlers.understand.unkind import shames
from handlers.work import offer_words
from handlers.work.questions import Count, DayToCome, OfferKind, Pay
from rules.trades import TRADES, closing_problem
from storage import offers

PARTNER = ("partner",)
KINDS = ("job", "course")


class Public(Text):
    """Words that stand on the card."""

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        text = str(super().read(message, value, answers, scope))
        if shames(text):
            raise Problem("kinder_words")
        return " ".join(text.split())


class Where(Public):
    """The place, which the sentence of an offer may name, too."""

    told_beside = True


class Hours(Public):
    """When one works, in their own words; a sum is the answer to another question."""

    free = False

    def read(self, message: Incoming, value: str, answers: Answers, scope: Scope) -> JsonValue:
        if is_pay(message.text):
            raise Problem("not_hours")
        return super().read(message, value, answers, scope)


def prefill(_scope: Scope, text: str) -> Answers:
    """Reads where it is out of the sentence with which somebody offers: «cần 2 thợ mộc làm ở xóm 5»."""
    place = place_in(text)
    return {"place": place} if place else {}


def a_job(answers: Answers) -> bool:
    return bool(answers["kind"] == "job")


def no_organisation(scope: Scope) -> Said | None:
    if scope.account.organisation_id is not None:
        return None
    return Said("offer_post.no_organisation", buttons=(scope.button("talk.button", "do:human"), scope.menu_button()))


def post(answers: Answers, scope: Scope) -> Said:
    organisation = scope.account.organisation_id
    assert organisation is not None
    pay_from, pay_to, per = answers.get("pay") or (None, None, "month")
    closes = answers["closes_on"]
    offer_id = offers.add(
        scope.db,
        unit=scope.unit,
        organisation_id=organisation,
        kind=answers["kind"],
        trade=answers["trade"],
        title=answers["title"],
        place=answers["place"],
        hours=answers["hours"] or "",
        pay_from=pay_from,
        pay_to=pay_to,
        pay_per=per,
        places=answers["places"],
        details=answers["details"] or "",
        closes_on=date.fromisoformat(closes) if closes else None,
        by=scope.account.id,
    )
    scope.audit("offer.posted", offer_id, answers["kind"])
    offer = offers.get(scope.db, offer_id)
    assert offer is not None
    see = scope.button("offer_post.see", f"do:own_offer:{offer_id}")
    another = scope.button("offer_post.another", "go:offer_post")
    words = offer_words.line(scope.wording, offer)
    return Said("offer_post.done", {"offer": words}, (see, another, scope.menu_button()))


offer_post = Form(
    "offer_post",
    OfferKind("kind", KINDS),
    Choice("trade", TRADES, labels="trade", understood_as="trade", in_a_word=True),
    Public("title", longest=120),
    Where("place", longest=120),
    Hours("hours", longest=120, optional=True),
    Pay("pay", when=a_job, optional=True),
    Count("places", optional=True),
    DayToCome("closes_on", problem=closing_problem, offers=(14, 30, 60), optional=True),
    Public("details", longest=600, optional=True),
    submit=post,
    may=PARTNER,
    ready=no_organisation,
    prefill=prefill,
)
