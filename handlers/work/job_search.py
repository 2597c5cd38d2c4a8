"""Which open jobs a sentence asks for: «tìm việc sơn nước gần nhà lương 8tr»."""

import re
from itertools import pairwise

from handlers.understand import answers
from handlers.understand.fold import bare, folded_words
from handlers.understand.pay import find_pay
from rules.trades import TRADES
from storage.offers import Offer

# the set of answers in people's own words that names trades
ANSWERS = "trade"
ANY = re.compile(
    r"\b(?:viec|nghe|cong viec)? ?(?:gi|nao|chi) (?:cung|thi cung|cx) (?:duoc|dc|lam|ok|nhan)\b|\bany (?:job|work)\b"
)
# words of any sentence about work, folded
SAYING_NOTHING = frozenset(
    [
        *("co", "cho", "nao", "o", "va", "lam", "viec", "can", "tuyen", "tim"),
        *("gan", "nha", "luong", "khong", "thang", "nguoi"),
    ]
)


def matching(text: str, open_jobs: list[Offer]) -> list[Offer]:
    """Lists those whose title shares two words with the sentence, else those of its trade; the better paid first.

    Without a title and a trade: those that pay what is wanted; all, where any work will do.
    """
    named = [job for job in open_jobs if _pairs(job.title) & _pairs(text)]
    trade = trade_in(text)
    of_trade = [job for job in open_jobs if job.trade == trade and job not in named]
    least = least_wanted(text)
    wanted = named or of_trade
    if not wanted and not trade and (least or ANY.search(bare(text))):
        return [job for job in open_jobs if _most(job) >= least]
    return sorted(wanted, key=lambda job: _most(job) < least)


def least_wanted(text: str) -> int:
    """Reads the least pay that the sentence wants, in đồng; 0 for none."""
    pay = find_pay(text)
    return pay.least if pay else 0


def _most(job: Offer) -> int:
    return job.pay_to or job.pay_from or 0


def trade_in(text: str) -> str:
    """Finds the trade that a sentence names; empty for none."""
    told = answers.weighed(ANSWERS, text, TRADES) or answers.weighed_within(ANSWERS, text, TRADES)
    told.pop(answers.NONE_OF_THESE, None)
    return max(told, key=lambda trade: told[trade], default="")


def _pairs(text: str) -> set[tuple[str, str]]:
    return {pair for pair in pairwise(folded_words(text)) if SAYING_NOTHING.isdisjoint(pair)}
