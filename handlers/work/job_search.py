"""Which open jobs a sentence asks for: «tìm việc sơn nước gần nhà lương 8tr»."""

import re
from itertools import pairwise

from handlers.understand import answers
from handlers.understand.clauses import clauses
from handlers.understand.fold import bare, folded_words
from handlers.understand.pay import find_pay
from handlers.understand.places import Place, find_place
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

WORKING = frozenset(["lam", "tho", "nghe"])
# «làm thuê» is any work, «lam ban» is as often «làm ban đêm»
NO_TRADE = frozenset(["thue", "muon", "ban"])


def matching(text: str, open_jobs: list[Offer], unit: str) -> list[Offer]:
    """Lists those whose title shares two words with the sentence, else those of its trade; the better paid first.

    Of these it is those at the place named, if there are any; without a title and a trade, all that are there, or that
    pay what is wanted; all, where any work will do.
    """
    named = [job for job in open_jobs if _pairs(job.title) & _pairs(text)]
    trade = trade_in(text)
    suitable = named or [job for job in open_jobs if job.trade == trade]
    least = least_wanted(text)
    wanted = near(text, suitable if suitable or trade else open_jobs, unit) or suitable
    if not wanted and not trade and (least or ANY.search(bare(text))):
        return [job for job in open_jobs if _most(job) >= least]
    return sorted(wanted, key=lambda job: _most(job) < least)


def least_wanted(text: str) -> int:
    """Reads the least pay that the sentence wants, in đồng; 0 for none."""
    pay = find_pay(text)
    return pay.least if pay else 0


def _most(job: Offer) -> int:
    return job.pay_to or job.pay_from or 0


def near(text: str, open_jobs: list[Offer], unit: str) -> list[Offer]:
    """Lists those at the place that a sentence names, of today or of before July 2025: «gần Thanh Thủy cũ», «xóm 4»."""
    said, place = f" {bare(text)} ", find_place(text, unit)
    return [
        job for job in open_jobs if job.place and (f" {bare(job.place)} " in said or (place and _is_at(job, place)))
    ]


def _is_at(job: Offer, place: Place) -> bool:
    job_place = find_place(job.place, job.unit)
    return job_place is not None and not set(job_place.codes).isdisjoint(place.codes)


def trade_in(text: str) -> str:
    """Finds the trade that a sentence names; empty for none."""
    told = answers.weighed(ANSWERS, text, TRADES) or answers.weighed_within(ANSWERS, text, TRADES)
    told.pop(answers.NONE_OF_THESE, None)
    return max(told, key=lambda trade: told[trade], default="") or _worked_as(text)


def _worked_as(text: str) -> str:
    """Reads the word behind «làm», «thợ» or «nghề» as if it were all that is said: «em muon di lam moc»."""
    pairs = (pair for clause in clauses(text) for pair in pairwise(folded_words(clause)))
    works = [" ".join(pair) for pair in pairs if pair[0] in WORKING and pair[1] not in SAYING_NOTHING | NO_TRADE]
    sure = (answers.read_one(ANSWERS, work, TRADES).sure for work in works)
    return next((trade for meant in sure for trade in meant or ()), "")


def _pairs(text: str) -> set[tuple[str, str]]:
    return {pair for pair in pairwise(folded_words(text)) if SAYING_NOTHING.isdisjoint(pair)}
