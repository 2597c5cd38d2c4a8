"""Words that would shame those a text is written for: with their accents, and bare only where nothing else is meant."""

from handlers.understand.fold import bare, words

ACCENTED = (
    *("ra tù", "đi tù", "ở tù", "mãn hạn tù", "vào tù", "tù nhân", "tù tội", "phạm nhân", "phạm tội", "tội phạm"),
    *("tiền án", "tiền sự", "án tích", "có án", "tái phạm", "lầm lỗi", "nghiện", "ma tuý", "ma túy"),
    *("ex-prisoner", "prisoner", "criminal", "convict", "convicts", "offender", "offenders", "addict", "addicts"),
)
BARE = ("man han tu", "pham nhan", "pham toi", "toi pham", "ma tuy", "an tich")


def shames(text: str) -> bool:
    said, folded = f" {' '.join(words(text))} ", f" {bare(text)} "
    return any(f" {' '.join(words(one))} " in said for one in ACCENTED) or any(f" {one} " in folded for one in BARE)
