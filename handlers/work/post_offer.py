"""A partner offers a job, a course or a place to learn a trade; an officer looks at the first, and at what is odd."""

from datetime import date

from handlers.kit import Answers, Choice, Day, Form, JsonValue, Photo, Said
from handlers.kit.scope import Scope
from handlers.people import attachments
from handlers.understand.fold import bare
from handlers.understand.phones import spoken, taken_out
from handlers.understand.place_answers import place_in
from handlers.work import holding, offer_words
from handlers.work.offer_fields import Contact, Hours, Public, Where
from handlers.work.questions import Count, OfferKind, Pay, Provided, kind_told
from handlers.work.whereabouts import communes_of
from rules import offer_signs
from rules.offers import KINDS, PAID
from rules.trades import TRADES, closing_problem, starting_problem
from storage import offer_states, offers

PARTNER = ("partner",)
# what the card says in the partner's own words; a number to call has a line of its own
FREE_TEXTS = ("title", "place", "hours", "requirements", "details")


def prefill(_scope: Scope, text: str) -> Answers:
    """Reads what it is, where, and a number to call, out of the sentence with which somebody offers."""
    numbers = taken_out(text)[1]
    told = {"kind": kind_told(text), "place": place_in(text), "contact": spoken(numbers[0]) if numbers else ""}
    return {question: answer for question, answer in told.items() if answer}


def pays(answers: Answers) -> bool:
    return answers["kind"] in PAID


def says_more(answers: Answers) -> bool:
    return answers.get("more") == "more"


def nothing_more(_kind: JsonValue, _scope: Scope) -> Answers:
    """Asks by itself only what whoever looks for work asks first; the review offers the rest."""
    return {"more": "enough"}


def no_organisation(scope: Scope) -> Said | None:
    if scope.account.organisation_id is not None:
        return None
    return Said("offer_post.no_organisation", buttons=(scope.button("talk.button", "do:human"), scope.menu_button()))


def with_contact_apart(answers: Answers) -> Answers:
    """Moves numbers out of the free texts into the line that says whom to ask; a text of nothing else stays."""
    apart = dict(answers)
    numbers = []
    for question in FREE_TEXTS:
        left, phones = taken_out(answers.get(question) or "")
        if phones:
            apart[question] = left or answers[question]
            numbers += phones
    if numbers and not apart.get("contact"):
        apart["contact"] = spoken(numbers[0])
    return apart


def why_held(answers: Answers, scope: Scope) -> tuple[str, ...]:
    """Lists why an officer looks at it before people see it: the signs of a trap, or the partner's first offer."""
    words = " ".join(str(answers.get(question) or "") for question in (*FREE_TEXTS, "contact"))
    pay_from, pay_to, per = answers.get("pay") or (None, None, "month")
    signs = offer_signs.signs_of(offer_signs.Told(bare(words), pay_from, pay_to, per))
    is_first = not offer_states.was_ever_seen(scope.db, scope.account.organisation_id or 0)
    return (offer_signs.FIRST, *signs) if is_first else signs


def preview(answers: Answers, scope: Scope) -> str:
    """Says under the review whether people see it at once, and what becomes of a number in the words."""
    held = why_held(answers, scope)
    lines = [holding.told_to_partner(scope.wording, held) if held else scope.text("offer_post.seen_at_once")]
    if with_contact_apart(answers) != answers:
        lines.append(scope.text("offer_post.contact_apart"))
    if not says_more(answers):
        lines.append(scope.text("offer_post.may_add"))
    return "\n".join(lines)


def post(answers: Answers, scope: Scope) -> Said:
    held = why_held(answers, scope)
    offer_id = _add(with_contact_apart(answers), scope, held)
    scope.audit("offer.held" if held else "offer.posted", offer_id, answers["kind"])
    offer = offers.get(scope.db, offer_id)
    assert offer is not None
    if held:
        holding.tell_officers(scope, offer)
    see = scope.button("offer_post.see", f"do:own_offer:{offer_id}")
    another = scope.button("offer_post.another", "go:offer_post")
    fields = {"offer": offer_words.line(scope.wording, offer)}
    if held:
        fields["why"] = holding.reasons(scope.wording, held)
    return Said("offer_post.held" if held else "offer_post.done", fields, (see, another, scope.menu_button()))


def _add(answers: Answers, scope: Scope, held: tuple[str, ...]) -> int:
    assert scope.account.organisation_id is not None
    pay_from, pay_to, per = answers.get("pay") or (None, None, "month")
    closes, starts, provided = answers.get("closes_on"), answers.get("starts_on"), answers.get("provided")
    attachments.file_under(scope, answers.get("poster"), "offer", None)
    return offers.add(
        scope.db,
        unit=scope.unit,
        organisation_id=scope.account.organisation_id,
        kind=answers["kind"],
        trade=answers["trade"],
        title=answers["title"],
        place=answers["place"],
        hours=answers["hours"] or "",
        pay_from=pay_from,
        pay_to=pay_to,
        pay_per=per,
        places=answers.get("places"),
        details=answers.get("details") or "",
        closes_on=date.fromisoformat(closes) if closes else None,
        by=scope.account.id,
        contact=answers.get("contact"),
        state="held" if held else "open",
        signs=held,
        place_units=communes_of(answers["place"], scope.unit),
        lodging=None if provided is None else "lodging" in provided,
        meals=None if provided is None else "meals" in provided,
        starts_on=date.fromisoformat(starts) if starts else None,
        requirements=answers.get("requirements") or "",
        poster=attachments.id_of(answers.get("poster")),
    )


offer_post = Form(
    "offer_post",
    OfferKind("kind", KINDS, brings=nothing_more),
    Choice("trade", TRADES, labels="trade", understood_as="trade", in_a_word=True),
    Public("title", longest=120),
    Where("place", longest=120),
    Hours("hours", longest=120, optional=True),
    Pay("pay", when=pays, optional=True),
    Choice("more", ("enough", "more")),
    Count("places", optional=True, asked=says_more),
    Provided("provided", ("lodging", "meals"), optional=True, asked=says_more),
    Public("requirements", longest=300, optional=True, asked=says_more),
    Day("starts_on", problem=starting_problem, offers=(1, 7, 14), to_come=True, optional=True, asked=says_more),
    Day("closes_on", problem=closing_problem, offers=(14, 30, 60), to_come=True, optional=True, asked=says_more),
    Contact("contact", longest=120, optional=True, asked=says_more),
    Public("details", longest=600, optional=True, asked=says_more),
    Photo("poster", optional=True, asked=says_more),
    submit=post,
    may=PARTNER,
    ready=no_organisation,
    prefill=prefill,
    preview=preview,
    adds="more",
)
