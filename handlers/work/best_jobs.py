"""What suits somebody best: five offers at a time, the best first, each with the reason."""

from collections.abc import Mapping, Sequence

from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import LONGEST_SKIP
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.work import offer_words, seeking
from handlers.work.find_work import PERSON
from rules.matching import Match, Reason
from storage import offers
from storage.offers import Offer

AT_A_TIME = 5
# how many reasons fit into a line
MOST_REASONS = 3


def reason(wording: Wording, why: Reason) -> str:
    return wording.text(f"best_jobs.why.{why.code}", km=why.value)


def line(wording: Wording, offer: Offer, match: Match) -> str:
    """Says an offer and why it suits: «V12 · Phụ hồ · xóm 4 · 350 nghìn/ngày (cùng xã · đúng nghề · có bữa ăn)»."""
    why = " · ".join(reason(wording, each) for each in match.reasons[:MOST_REASONS])
    said = offer_words.line(wording, offer)
    return wording.text("best_jobs.line", offer=said, why=why) if why else said


def lines(wording: Wording, shown: Sequence[Match], offers_by_id: Mapping[int, Offer], first: int = 1) -> str:
    """Writes matches a line each, numbered from `first`, so that a typed number means what stands there."""
    return "\n".join(
        f"{place}. {line(wording, offers_by_id[match.id], match)}" for place, match in enumerate(shown, first)
    )


def best(scope: Scope, argument: str = "") -> Reply:
    """Shows the five that suit best, after the first `argument`."""
    offers_by_id = {offer.id: offer for offer in offers.open_offers(scope.db, scope.unit) if offer.kind != "loan"}
    matches = seeking.best(scope, list(offers_by_id.values()))
    search = scope.button("my_search.button", "do:my_search")
    if not matches:
        wish = scope.button("find_work.wish", "do:wish:job")
        return Said("best_jobs.none", buttons=(search, wish, scope.human_button(), scope.menu_button()))
    skipped = int(argument) if argument.isdecimal() and len(argument) < LONGEST_SKIP else 0
    skipped = skipped if skipped < len(matches) else 0
    shown = matches[skipped : skipped + AT_A_TIME]
    buttons = [
        Button(f"{offers_by_id[match.id].code} · {offers_by_id[match.id].title}", f"do:offer:{match.id}", number=place)
        for place, match in enumerate(shown, skipped + 1)
    ]
    fields = {"count": len(matches), "lines": lines(scope.wording, shown, offers_by_id, skipped + 1)}
    more = _more(scope, skipped + AT_A_TIME, len(matches))
    key = "best_jobs.list" if any(match.reasons for match in matches) else "best_jobs.newest"
    return Said(key, fields, (*buttons, *more, search, scope.menu_button()))


def _more(scope: Scope, skipped: int, count: int) -> tuple[Button, ...]:
    if skipped >= count:
        return ()
    fields = {"first": skipped + 1, "last": min(skipped + AT_A_TIME, count), "count": count}
    return (scope.button("list.more", f"do:best_jobs:{skipped}", typed=scope.text("list.typed.more"), **fields),)


COMMANDS = (
    Command(
        "best_jobs",
        best,
        may=PERSON,
        words=("/viechop", "viec hop voi toi", "viec hop", "cho hop voi toi", "best jobs"),
    ),
)
