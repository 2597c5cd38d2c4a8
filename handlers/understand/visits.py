"""What a sentence about a visit already tells: whom it was to, whether they met, how they are, what they need."""

import re
from dataclasses import dataclass

from handlers.understand.fold import clean, fold, folded_words, words
from handlers.understand.visit_learnt import margins_above_doubt
from handlers.understand.visit_where import where_outright

# what a story may tell, in its own codes; `stored` gives those of the visit report
FIELDS = {
    "outcome": ("met", "away", "refused", "moved"),
    "how": ("home", "phone", "work", "office"),
    "work": ("steady", "odd_jobs", "none", "studying"),
    "concerns": (
        "alcohol",
        "drugs",
        "gambling",
        "debt",
        "family_conflict",
        "bad_company",
        "health",
        "low_mood",
        "violence",
        "left_area",
    ),
    "needs": ("job", "training", "loan", "papers", "health", "housing", "legal"),
}
_STORED = {
    "work": {"odd_jobs": "casual", "studying": "training"},
    "concerns": {"family_conflict": "family", "bad_company": "company"},
    "needs": {"health": "health_care"},
}

# a name is one when something that goes with names stands before it: «năm» without its accent is a «Nam» too
_BEFORE_NAME = frozenset(
    [
        *("anh", "a", "chi", "em", "chu", "bac", "co", "ong", "ba", "chau", "cau", "thang"),
        *("nha", "gap", "tham", "ghe", "den", "toi", "voi", "va", "cho", "ten"),
    ]
)
_WRITTEN = re.compile(r"\w+")
_NO_NAME_AFTER = frozenset(["thu", "thang", "ngay", "nam", "mien", "viet", "phia"])
_NO_NAME_BEFORE = frozenset(["ngoai", "nay", "truoc", "qua", "sau", "roi", "trieu", "chuc", "muoi", "tram", "nguoi"])
_NOT_MET = re.compile(
    r"\b(?:khong|ko|k|kg|chua|hok|hong) (?:\w+ )?(?:gap|thay)\b|\bdi vang\b|\bvang nha\b|\bkhong co nha\b|\bko co nha\b"
)
_REFUSED = re.compile(r"\b(?:khong|ko|k|chang|ne) (?:\w+ )?(?:muon gap|cho gap|chiu (?:ra )?gap|tiep)\b|\btranh mat\b")
_MOVED = re.compile(r"\b(?:chuyen (?:di|han|nha|cho o)|doi cho o|don di)\b")
_SOMEBODY_ELSE = r"(?! (?:duoc |dc )?(?:ma|me|vo|bo|ba|ong|chi dau|hang xom|gia dinh|con|bac|chu (?:quan|xuong))\b)"
_MET = re.compile(
    rf"\b(?:da|vua|moi|co|duoc) gap(?: duoc| dc)?\b{_SOMEBODY_ELSE}|\bgap (?:roi|duoc|dc|r|xong)\b{_SOMEBODY_ELSE}"
    rf"|, gap\b{_SOMEBODY_ELSE}|(?<!no )\bgap,"
)


def outcome_of(text: str) -> str | None:
    """Reads met, away, refused or moved; None when the sentence does not say."""
    said = fold(text)
    for pattern, outcome in ((_REFUSED, "refused"), (_MOVED, "moved"), (_NOT_MET, "away"), (_MET, "met")):
        if pattern.search(said):
            return outcome
    return None


def named_in(text: str, names: dict[str, str]) -> str | None:
    """Finds the key of the one name, given as key → name, that stands in the text; None for none or for two."""
    named = all_named_in(text, names)
    return named[0] if len(named) == 1 else None


def all_named_in(text: str, names: dict[str, str]) -> list[str]:
    """Lists the keys of the names that stand in the text, in its order; none where two keys have one name."""
    marked = folded_words(text)
    for split, written in ((words, _written_as_names(text)), (folded_words, set[int]())):
        said = split(text)
        if len(said) != len(marked):
            continue
        places = {
            said[at]: at
            for at in range(len(said) - 1, -1, -1)
            if at in written or (at and marked[at - 1] in _BEFORE_NAME)
        }
        named = {key: places[" ".join(split(name))] for key, name in names.items() if " ".join(split(name)) in places}
        if named:
            in_order = sorted(named, key=lambda key: named[key])
            return in_order if len(set(named.values())) == len(named) else []
    return []


def _written_as_names(text: str) -> set[int]:
    """Finds the places of words with a capital, but for numbers, days and regions: «thứ Năm», «Năm ngoái»."""
    marked = ["", *folded_words(text), ""]
    return {
        at
        for at, word in enumerate(_WRITTEN.findall(clean(text)))
        if word.istitle() and marked[at] not in _NO_NAME_AFTER and marked[at + 2] not in _NO_NAME_BEFORE
    }


@dataclass(frozen=True, slots=True)
class VisitTold:
    """What a sentence tells of a visit, in codes; empty where it does not say."""

    outcome: str = ""
    how: str = ""
    work: str = ""
    concerns: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def visit_told(text: str) -> VisitTold | None:
    """Reads what a text tells of a visit; None when it tells of none. A place or a telephone alone is no visit."""
    sure = margins_above_doubt(text)

    def likeliest(field: str) -> str:
        code = max(FIELDS[field], key=lambda each: sure[f"{field}.{each}"][0])
        return code if sure[f"{field}.{code}"][1] >= 0 else ""

    def several(field: str) -> tuple[str, ...]:
        return tuple(code for code in FIELDS[field] if sure[f"{field}.{code}"][1] >= 0)

    outcome = likeliest("outcome") or ("met" if outcome_of(text) == "met" else "")
    how = likeliest("how") or (where_outright(text) if outcome else "")
    visit = VisitTold(outcome, how, likeliest("work"), several("concerns"), several("needs"))
    return visit if visit != VisitTold(how=how) else None


def stored(field: str) -> dict[str, str]:
    """Gives code of a story → code of the visit report."""
    return {code: _STORED.get(field, {}).get(code, code) for code in FIELDS[field]}
