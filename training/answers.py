"""Learns what answers in people's own words mean, from the writers who are trained on: part of `make phrases`.

For each set of answers, linear support vectors on the features of handlers/understand/answers.py, one code against
all others. What no answer looks like is learnt from what was typed at this question and answers nothing, from wishes,
and from answers to other questions. The thresholds are chosen on writers left out in turn. Sorted input, a fixed seed
and rounded weights: the same answers give the same file.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from sklearn.svm import LinearSVC

from handlers.understand.answers import FILE, NO_ANSWER, NONE_OF_THESE, one_of, parts, several_of
from handlers.understand.fold import bare
from handlers.understand.packed_rows import ZERO
from training import answer_rows, phrases
from training.answer_rows import SEVERAL, WORDS, Row
from training.vectors import matrix_of, rarity_of, remembered

C = 1.0
LARGEST, LEAST_WEIGHT = 127, 8
WISHES, WISH_WEIGHT = 200, 0.1
OTHERS, OTHER_WEIGHT = 200, 0.05
ELSEWHERE_WEIGHT = 0.05  # of what answers nothing at another question: «từ từ đã»
JOINED_BY, PAIR_WEIGHT = (", ", " với ", " rồi ", " va ", " mà "), 0.5
HEAVIEST = 8.0  # how much more a code may count than what speaks against it
RIGHT, RIGHT_OF_SEVERAL = 0.96, 0.93  # of what is taken, on writers left out
SHARES = np.round(np.arange(0.4, 0.99, 0.01), 2)
MARGINS = np.round(np.arange(-0.5, 1.0, 0.02), 2)

Margins = dict[str, float]


class Lesson(NamedTuple):
    text: str
    codes: frozenset[str]
    weight: float


@dataclass(frozen=True)
class Learnt:
    """`weights` has a row for each feature and a column for each code."""

    codes: tuple[str, ...]
    features: tuple[int, ...]
    weights: Any
    biases: Any

    def margins(self, texts: Sequence[str]) -> list[Margins]:
        vectors = matrix_of([remembered(text) for text in texts], self.features, np.ones(len(self.features)))
        sums = vectors @ self.weights + self.biases
        return [dict(zip(self.codes, row, strict=True)) for row in sums.tolist()]


def learn(lessons: Sequence[Lesson]) -> Learnt:
    codes = sorted({code for lesson in lessons for code in lesson.codes} - {NO_ANSWER})
    sentences = [remembered(lesson.text) for lesson in lessons]
    counts = Counter(feature for sentence in sentences for feature in sentence)
    features = tuple(sorted(counts))
    rarity = rarity_of(features, counts, len(sentences))
    matrix = matrix_of(sentences, features, rarity)
    weights = np.array([lesson.weight for lesson in lessons])
    columns, biases = [], []
    for code in (*codes, NO_ANSWER):
        wanted = np.array([code in lesson.codes for lesson in lessons])
        heavier = min(HEAVIEST, float(np.sqrt(weights[~wanted].sum() / weights[wanted].sum())))
        model = LinearSVC(C=C, random_state=0).fit(matrix, wanted, sample_weight=weights * np.where(wanted, heavier, 1))
        columns.append(model.coef_[0] * rarity)
        biases.append(model.intercept_[0])
    whole = np.array(columns).T
    kept = telling(whole)
    return Learnt((*codes, NO_ANSWER), tuple(features[at] for at in kept), whole[kept], np.array(biases))


def scales_of(weights: Any) -> Any:
    return np.quantile(np.abs(weights), 0.9999, axis=0) / LARGEST


def telling(weights: Any) -> Any:
    """Finds the places of the features that tell codes apart: half of them say next to nothing."""
    return np.flatnonzero((np.abs(weights) / scales_of(weights)).max(axis=1) >= LEAST_WEIGHT)


def lessons_of(question: str, rows: Sequence[Row], wishes: Sequence[str]) -> list[Lesson]:
    own = [Lesson(row.text, row.codes, 1.0) for row in rows if row.question == question]
    if question in SEVERAL:
        own += in_pairs([lesson for lesson in own if NO_ANSWER not in lesson.codes])
    answered = {bare(lesson.text) for lesson in own if NO_ANSWER not in lesson.codes}
    others = [row.text for row in rows if row.question != question and row.codes.isdisjoint({NO_ANSWER, NONE_OF_THESE})]
    unlike = [text for text in others if bare(text) not in answered]
    unanswering = [row.text for row in rows if row.question != question and NO_ANSWER in row.codes and not row.unclear]
    return [
        *own,
        *(Lesson(text, frozenset({NO_ANSWER}), WISH_WEIGHT) for text in some(wishes, WISHES)),
        *(Lesson(text, frozenset({NO_ANSWER}), OTHER_WEIGHT) for text in some(unlike, OTHERS)),
        *(Lesson(text, frozenset({NO_ANSWER}), ELSEWHERE_WEIGHT) for text in unanswering if bare(text) not in answered),
    ]


def in_pairs(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Joins each answer to another of the list: that one thing is said does not speak against the next."""
    drawn = sorted(lessons, key=lambda lesson: (crc32(lesson.text.encode()), lesson.text))
    pairs = zip(drawn, drawn[len(drawn) // 2 :] + drawn[: len(drawn) // 2], cycle(JOINED_BY))
    return [
        Lesson(first.text + joint + second.text, both - {NONE_OF_THESE} or both, PAIR_WEIGHT)
        for first, second, joint in pairs
        if (both := first.codes | second.codes)
    ]


def some(texts: Iterable[str], count: int) -> list[str]:
    """Draws so many by their checksums: always the same of the same."""
    return sorted(texts, key=lambda text: (crc32(text.encode()), text))[:count]


def wishes() -> list[str]:
    return [row.text for row in phrases.trained_on() if row.intent != "report_visit"]


class Asked(NamedTuple):
    """A row of a writer left out, and what was learnt of others says of it and of each of its clauses."""

    row: Row
    margins: list[Margins]


def left_out(rows: Sequence[Row]) -> list[Asked]:
    asked: list[Asked] = []
    beside = wishes()
    for writer in sorted({row.writer for row in rows}.difference(WORDS)):
        others = [row for row in rows if row.writer != writer]
        for question in sorted({row.question for row in rows}):
            own = [row for row in rows if row.writer == writer and row.question == question]
            if own:
                asked += ask(learn(lessons_of(question, others, beside)), own)
    return asked


def ask(learnt: Learnt, rows: Sequence[Row]) -> list[Asked]:
    of_rows = [parts(row.text) for row in rows]
    margins = iter(learnt.margins([part for of_row in of_rows for part in of_row]))
    return [Asked(row, [next(margins) for _ in of_row]) for row, of_row in zip(rows, of_rows, strict=True)]


def taken_as(asked: Asked, sure: float) -> frozenset[str] | None:
    """Reads a row as the service would; None for what it would not take."""
    codes = sorted(set(asked.margins[0]) - {NO_ANSWER})
    if asked.row.question in SEVERAL:
        meant = several_of(asked.margins, [code for code in codes if code != NONE_OF_THESE], sure).sure
        return meant if meant is None else frozenset(meant or {NONE_OF_THESE})
    meant = one_of(asked.margins[0], codes, sure).sure
    return meant if meant is None else frozenset(meant)


def is_right(row: Row, taken: frozenset[str]) -> bool:
    """Says whether nothing is taken that was not said; of several, one may be missed."""
    return not row.unclear and (taken <= row.codes if row.question in SEVERAL else taken == row.codes)


def least(asked: Sequence[Asked], steps: Any, right: float) -> float:
    """Finds the lowest threshold from which on what is taken is right often enough."""
    for step in steps:
        taken = [(one.row, codes) for one in asked if (codes := taken_as(one, float(step))) is not None]
        if taken and sum(is_right(row, codes) for row, codes in taken) >= right * len(taken):
            return float(step)
    return float(steps[-1])


class Packed:
    """The file as it grows: what is said of each set in the first line, and the bytes after it."""

    def __init__(self) -> None:
        self.sets: dict[str, dict[str, Any]] = {}
        self.body = b""

    def put(self, name: str, codes: Sequence[str], features: Sequence[int], weights: Any, biases: Any) -> None:
        scales = scales_of(weights)
        small = np.clip(np.rint(weights / scales), -LARGEST, LARGEST).astype(int) + ZERO
        self.sets[name] = {
            "codes": codes,
            "scales": [round(float(scale), 9) for scale in scales],
            "biases": [round(float(bias), 5) for bias in biases],
            "features": len(features),
            "start": len(self.body),
        }
        self.body += np.array(features, dtype="<u4").tobytes() + small.astype(np.uint8).tobytes()


def written(rows: Sequence[Row]) -> bytes:
    """Makes the file: a line of JSON; then each set: its features, four bytes each, and their weights, a byte each."""
    asked, beside, packed = left_out(rows), wishes(), Packed()
    for question in sorted({row.question for row in rows}):
        learnt = learn(lessons_of(question, rows, beside))
        packed.put(question, learnt.codes, learnt.features, learnt.weights, learnt.biases)
    head = {
        "answers": answer_rows.digest(rows),
        "sure": {
            "one": least([one for one in asked if one.row.question not in SEVERAL], SHARES, RIGHT),
            "several": least([one for one in asked if one.row.question in SEVERAL], MARGINS, RIGHT_OF_SEVERAL),
        },
        "sets": packed.sets,
    }
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + packed.body


if __name__ == "__main__":
    FILE.write_bytes(written(answer_rows.trained_on()))
