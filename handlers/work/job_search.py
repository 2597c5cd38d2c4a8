"""Which open jobs a sentence asks for: «tìm việc sơn nước gần nhà lương 8tr»."""

from itertools import pairwise

from handlers.understand import answers
from handlers.understand.fold import folded_words
from handlers.understand.pay import find_pay
from rules.trades import TRADES
from storage.offers import Offer

# the set of answers in people's own words that names trades
ANSWERS = "trade"
# words of any sentence about work, folded
SAYING_NOTHING = frozenset(
    [
        *("co", "cho", "nao", "o", "va", "lam", "viec", "can", "tuyen", "tim"),
        *("gan", "nha", "luong", "khong", "thang", "nguoi"),
    ]
)


def matching(text: str, open_jobs: list[Offer]) -> list[Offer]:
    """Lists those whose title shares two words with the sentence, then those of its trade; the better paid first."""
    named = [job for job in open_jobs if _pairs(job.title) & _pairs(text)]
    trade = trade_in(text)
    of_trade = [job for job in open_jobs if job.trade == trade and job not in named]
    pay = find_pay(text)
    least = pay.least if pay else 0
    wanted = named or of_trade
    return sorted(wanted, key=lambda job: (job.pay_to or job.pay_from or 0) < least)


def trade_in(text: str) -> str:
    """Finds the trade that a sentence names; empty for none."""
    told = answers.weighed(ANSWERS, text, TRADES) or answers.weighed_within(ANSWERS, text, TRADES)
    told.pop(answers.NONE_OF_THESE, None)
    return max(told, key=lambda trade: told[trade], default="")


def _pairs(text: str) -> set[tuple[str, str]]:
    return {pair for pair in pairwise(folded_words(text)) if SAYING_NOTHING.isdisjoint(pair)}
