"""Words that would shame those a text is written for: with their accents, and bare only where nothing else is meant."""

import re

from handlers.understand.fold import bare, words

ACCENTED = (
    *("nhận tù", "tuyển tù", "thuê tù", "người tù", "dân tù", "thằng tù", "bọn tù", "tù về", "từng tù", "án tù"),
    *("ra tù", "đi tù", "ở tù", "mãn hạn tù", "vào tù", "tù nhân", "tù tội", "phạm nhân", "phạm tội", "tội phạm"),
    *("tiền án", "tiền sự", "án tích", "có án", "tái phạm", "lầm lỗi", "nghiện", "ma tuý", "ma túy"),
    *("ex-prisoner", "prisoner", "criminal", "convict", "convicts", "offender", "offenders", "addict", "addicts"),
)
# without its accent «tù» reads like «từ», which goes on to an hour, a day or an age
UNWANTED = re.compile(
    r"\b(?:khong|ko|k|kg|mien|cam|tranh) (?:nhan |tuyen |thue |lay )+(?:nguoi |dan |ke )?(?:di |o |ra |vao )?tu\b"
    r"(?! (?:\d|thu|ngay|nay|mai|sang|chieu|toi|dau|thang|xa|tinh|noi|cac|chu|choi|lop|tuoi))"
)
BARE = (
    *("man han tu", "di tu ve", "ra tu ve", "tung di tu", "nguoi ra tu", "pham nhan", "pham toi", "toi pham"),
    *("nghien hut", "ma tuy", "an tich"),
)


def shames(text: str) -> bool:
    said, folded = f" {' '.join(words(text))} ", f" {bare(text)} "
    if text.isascii() and UNWANTED.search(folded):
        return True
    return any(f" {' '.join(words(phrase))} " in said for phrase in ACCENTED) or any(
        f" {phrase} " in folded for phrase in BARE
    )
