"""Learns which fields a guardian's story of a visit fills, from seeds/visits and the answers: part of `make phrases`.

To the features of a text come the words of handlers/understand/visits.tsv that stand in it, plain, denied or past. Of
each code the threshold is chosen on writers left out in turn, so that what is taken is right often enough.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from handlers.understand.visit_words import DENIED, PAST, codes, told
from handlers.understand.visits import FIELDS, ONE_OF, stored
from training.answer_rows import Row
from training.story_rows import Story, Told
from training.vectors import matrix_of, rarity_of, remembered

C, HEAVIEST = 0.5, 4.0
SEEN_AT_LEAST = 2
MARKED = 0.5  # how much a word of the list weighs beside the features
ANSWER_WEIGHT, JOINED_WEIGHT, WISH_WEIGHT = 0.15, 0.1, 0.1
JOINED, WISHES = 800, 400
RIGHT, NEVER = 0.92, 9.0
PRICES = np.arange(0.5, 40, 0.5)  # how many right ones a wrong one costs
# question → the field that its answers fill; those of a mood tell of concerns
FIELD_OF = {
    "visit_report.outcome": "outcome",
    "visit_report.kind": "how",
    "visit_report.work": "work",
    "visit_report.concerns": "concerns",
    "needs": "needs",
}
MARKS = tuple(state + code for state, code in product(("", DENIED, PAST), codes()))


@dataclass(frozen=True)
class Learnt:
    """`weights` has a row for each feature, `marks` for each of `MARKS`, both a column for each code."""

    field: str
    features: tuple[int, ...]
    weights: Any
    marks: Any
    biases: Any

    def margins(self, texts: Sequence[str]) -> Any:
        vectors = matrix_of([remembered(text) for text in texts], self.features, np.ones(len(self.features)))
        return vectors @ self.weights + marks_of(texts) @ self.marks + self.biases


def marks_of(texts: Sequence[str]) -> Any:
    place = {mark: at for at, mark in enumerate(MARKS)}
    marks = np.zeros((len(texts), len(MARKS)))
    for at, text in enumerate(texts):
        marks[at, [place[mark] for mark in told(text)]] = 1
    return csr_matrix(marks)


def lessons(stories: Sequence[Story], answers: Sequence[Row], wishes: Sequence[str]) -> list[Story]:
    """Lists stories, then answers one by one and joined at random, then what tells of no visit."""
    answered = [Story(row.writer, row.text, filled, ANSWER_WEIGHT) for row in answers if (filled := _filled_by(row))]
    nothing = dict.fromkeys(FIELDS, frozenset[str]())
    return [
        *stories,
        *answered,
        *_joined(answered),
        *(Story("", text, nothing, WISH_WEIGHT) for text in wishes[:WISHES]),
    ]


def _filled_by(row: Row) -> Told | None:
    field = FIELD_OF.get(row.question)
    told_by = {code: told for told, code in stored(field).items()} if field else {}
    if field is None or row.unclear or "-" in row.codes or "unable" in row.codes:
        return None
    if field == "work":
        told_by["looking"] = "none"
    return {field: frozenset(told_by[code] for code in row.codes if code in told_by)}


def _joined(answered: Sequence[Story]) -> list[Story]:
    drawing = Random(0)
    by_field: dict[str, list[Story]] = {field: [one for one in answered if field in one.told] for field in FIELDS}
    joined = []
    for _ in range(JOINED):
        fields = [field for field in FIELDS if drawing.random() < 0.5] or ["outcome", "how"]
        parts = [drawing.choice(by_field[field]) for field in fields]
        filled = dict.fromkeys(FIELDS, frozenset[str]())
        for part in parts:
            filled |= part.told
        joint = drawing.choice((", ", ", ", " ", ". ", " va "))
        joined.append(Story("", joint.join(part.text for part in parts), filled, JOINED_WEIGHT))
    return joined


def learn(field: str, taught: Sequence[Story]) -> Learnt:
    known = [story for story in taught if field in story.told]
    sentences = [remembered(story.text) for story in known]
    counts = Counter(feature for sentence in sentences for feature in sentence)
    features = tuple(sorted(feature for feature, count in counts.items() if count >= SEEN_AT_LEAST))
    rarity = rarity_of(features, counts, len(sentences))
    marks = marks_of([story.text for story in known]) * MARKED
    matrix = hstack([matrix_of(sentences, features, rarity), marks]).tocsr()
    weights = np.array([story.weight for story in known])
    columns, biases = [], []
    for code in FIELDS[field]:
        wanted = np.array([code in story.told[field] for story in known])
        heavier = min(HEAVIEST, float(np.sqrt(weights[~wanted].sum() / weights[wanted].sum())))
        model = LinearSVC(C=C, random_state=0).fit(matrix, wanted, sample_weight=weights * np.where(wanted, heavier, 1))
        columns.append(model.coef_[0])
        biases.append(model.intercept_[0])
    all_weights = np.array(columns).T
    plain, marked = all_weights[: len(features)] * rarity[:, None], all_weights[len(features) :] * MARKED
    return Learnt(field, features, plain, marked, np.array(biases))


def together(fields: Sequence[Learnt], telling: Any) -> tuple[list[str], list[int], Any, Any]:
    """Lays all fields side by side: their codes, the features that tell in any of them, weights and biases."""
    kept = [telling(learnt.weights) for learnt in fields]
    features = sorted({learnt.features[at] for learnt, places in zip(fields, kept, strict=True) for at in places})
    row_of = {feature: row for row, feature in enumerate(features)}
    columns = []
    for learnt, places in zip(fields, kept, strict=True):
        weights = np.zeros((len(features), learnt.weights.shape[1]))
        weights[[row_of[learnt.features[at]] for at in places]] = learnt.weights[places]
        columns.append(weights)
    codes = [f"{learnt.field}.{code}" for learnt in fields for code in FIELDS[learnt.field]]
    return codes, features, np.hstack(columns), np.concatenate([learnt.biases for learnt in fields])


def marks_together(fields: Sequence[Learnt]) -> dict[str, list[float]]:
    rows = np.hstack([learnt.marks for learnt in fields])
    return {mark: [round(float(weight), 4) for weight in row] for mark, row in zip(MARKS, rows, strict=True)}


def thresholds(stories: Sequence[Story], answers: Sequence[Row], wishes: Sequence[str]) -> list[float]:
    """Finds of each code the lowest margin that is taken, on writers left out: of all that is taken `RIGHT` is right.

    A code is taken as long as what it gains outweighs what is wrong, counted equally dear for all codes: so one that
    is told plainly may be taken oftener than one that is read between the lines.
    """
    asked, margins = _left_out(stories, answers, wishes)
    cases = [
        _taken_first(code, field, asked, margins[field][:, at], margins[field])
        for field in FIELDS
        for at, code in enumerate(FIELDS[field])
    ]
    for dear in PRICES:
        least = [_least(of_code, dear) for of_code in cases]
        taken = [
            right for of_code, lowest in zip(cases, least, strict=True) for margin, right in of_code if margin >= lowest
        ]
        if taken and sum(taken) >= RIGHT * len(taken):
            break
    return least


def _left_out(
    stories: Sequence[Story], answers: Sequence[Row], wishes: Sequence[str]
) -> tuple[list[Story], dict[str, Any]]:
    """Gives the stories, and of each field what is learnt of other writers says of them."""
    asked: list[Story] = []
    margins: dict[str, list[Any]] = {field: [] for field in FIELDS}
    for writer in sorted({story.writer for story in stories}):
        own = [story for story in stories if story.writer == writer]
        taught = [story for story in stories if story.writer != writer]
        of_others = lessons(taught, [row for row in answers if row.writer != writer], wishes)
        for field in FIELDS:
            margins[field].append(learn(field, of_others).margins([story.text for story in own]))
        asked += own
    return asked, {field: np.vstack(of_writers) for field, of_writers in margins.items()}


def _taken_first(
    code: str, field: str, asked: Sequence[Story], margins: Any, of_field: Any
) -> list[tuple[float, bool]]:
    """Lists the stories of which this code may be taken, the surest first: its margin, and whether it is right."""
    best = of_field.max(axis=1) if field in ONE_OF else margins
    places = sorted(np.flatnonzero(margins >= best), key=lambda at: (-margins[at], at))
    return [(round(float(margins[at]), 4), code in asked[at].told[field]) for at in places]


def _least(of_code: Sequence[tuple[float, bool]], dear: float) -> float:
    gain, most, least = 0.0, 0.0, NEVER
    for margin, right in of_code:
        gain += 1 if right else -dear
        if gain > most:
            most, least = gain, margin
    return least
