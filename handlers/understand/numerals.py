"""Whole numbers in digits or in folded Vietnamese words."""

ONES = {
    "khong": 0,
    "mot": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "sáu": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_HUNDRED = {"tram"}
_TEN = {"muoi", "chuc"}
_TWENTY = {"ham": 20}
_AND = {"linh", "le", "va"}

# «tư», «lăm» and «mốt» only follow a ten
_FIRST = "khong|mot|hai|ba|bon|nam|sau|sáu|bay|tam|chin|muoi|chuc|tram|ham"
WORD = rf"(?:{_FIRST}|mốt|tu|lam|nham|linh|le)"
IN_WORDS = rf"(?:(?:{_FIRST})(?!\w)(?: {WORD}(?!\w))*)"
SHORT_IN_WORDS = rf"(?:(?:{_FIRST})(?!\w)(?: {WORD}(?!\w))*?)"
NUMBER = rf"(?:\d+|{IN_WORDS})"


def number_of(text: str) -> int | None:
    """Reads "12", "hai", "muoi lam", "hai mot", "ham mốt", "mot tram linh nam"; "tram hai" is 120."""
    if text.isdigit():
        return int(text)
    whole, rest, before = 0, 0, ""
    for word in text.split():
        if word in ONES:
            # two figures in a row read as tens and ones: "hai mốt" is 21
            tens = before in ONES and 0 < rest < 10
            rest = rest * 10 + ONES[word] if tens else rest + ONES[word] * (10 if before in _HUNDRED else 1)
        elif word in _TEN:
            # after a hundred a single figure was taken for tens already
            rest = rest if rest >= 10 and before in ONES else (rest or 1) * 10
        elif word in _TWENTY:
            rest += _TWENTY[word]
        elif word in _HUNDRED:
            whole, rest = whole + (0 if before == "khong" else rest or 1) * 100, 0
        elif word not in _AND:
            return None
        before = word
    return whole + rest if before else None
