"""Small whole numbers in digits or in folded Vietnamese words."""

_ONES = {
    "khong": 0,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_HUNDRED = {"tram"}
_TEN = {"muoi", "chuc"}
_AND = {"linh", "le", "va"}

WORD = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|chuc|tram|linh|le)"
NUMBER = rf"(?:\d+|{WORD}(?: {WORD})*)"


def number_of(text: str) -> int | None:
    """Reads the value of "12", "hai", "muoi lam", "hai muoi", "hai mot", "mot tram linh nam"."""
    if text.isdigit():
        return int(text)
    whole, rest, seen = 0, 0, False
    for word in text.split():
        if word in _ONES:
            # "hăm mốt" aside, two figures in a row read as tens and ones: "hai mốt" is 21
            rest = rest * 10 + _ONES[word] if seen and 0 < rest < 10 else rest + _ONES[word]
        elif word in _TEN:
            rest = (rest or 1) * 10
        elif word in _HUNDRED:
            whole, rest = whole + (rest or 1) * 100, 0
        elif word not in _AND:
            return None
        seen = word in _ONES
    return whole + rest if text.strip() else None
