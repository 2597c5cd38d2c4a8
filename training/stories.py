"""Learns which fields a guardian's story of a visit fills, from seeds/visits and seeds/answers: part of `make phrases`.

One network reads stories and answers, each asked for what is known of it: what the answers to all questions teach about
words helps where stories are few. The threshold of each code is chosen on writers left out in turn.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from random import Random
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold

from handlers.understand.packed_rows import ZERO
from handlers.understand.visit_learnt import FEWEST, FILE, features_of, number_of
from handlers.understand.visit_words import DENIED, PAST, codes
from handlers.understand.visits import FIELDS, stored
from training import answer_rows, story_rows
from training.answer_rows import NO_ANSWER, Row
from training.answers import some, wishes
from training.network import Lessons, Network
from training.story_rows import Story, Told
from training.vectors import matrix_of, rarity_of

SEEN_AT_LEAST = 2
STORY_WEIGHT, TWICE = 3.0, 2  # a story counts so much more than an answer, and is read twice a round
ANSWER_WEIGHT, JOINED_WEIGHT, WISH_WEIGHT = 0.15, 0.1, 0.1
JOINED, WISHES = 800, 400
FOLDS = 4
RIGHT, NEVER = 0.92, 99.0
PRICES = np.arange(0.5, 40, 0.25)  # how many right ones a wrong one costs
LARGEST = 127
# question → the field that its answers fill; those of a mood tell of concerns
FIELD_OF = {
    "visit_report.outcome": "outcome",
    "visit_report.kind": "how",
    "visit_report.work": "work",
    "visit_report.concerns": "concerns",
    "needs": "needs",
}
MARKED = 2.5  # how much a listed word counts beside the features
MARKS = [number_of(state + code) for state, code in product(("", DENIED, PAST), codes())]
# fields that have one answer each
ONE_OF = ("outcome", "how", "work")
CODES = tuple(f"{field}.{code}" for field, codes in FIELDS.items() for code in codes)


class Lesson(NamedTuple):
    """`asked` are the outcomes of which it is known whether the text tells them."""

    text: str
    told: frozenset[str]
    asked: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True)
class Learnt:
    """`rarity` is by how much each of the features counts more than one that stands everywhere."""

    features: tuple[int, ...]
    rarity: Any
    network: Network

    def margins(self, texts: Sequence[str]) -> Any:
        """Gives a row for each text and a column for each of `CODES`."""
        return self.network.sums(_matrix(texts, self.features, self.rarity))[:, : len(CODES)]


@cache
def _features(text: str) -> frozenset[int]:
    return features_of(text)


def _matrix(texts: Sequence[str], features: Sequence[int], rarity: Any) -> Any:
    return matrix_of([_features(text) for text in texts], features, rarity, FEWEST).astype(np.float32)


def learn(stories: Sequence[Story], answers: Sequence[Row], beside: Sequence[str]) -> Learnt:
    """Learns from stories, answers, and wishes beside them that tell of no visit."""
    lessons = [*_of_stories(stories), *_of_visit_answers(answers, beside), *_of_answers(answers)]
    texts = dict.fromkeys(lesson.text for lesson in lessons)
    counts = Counter(feature for text in texts for feature in _features(text))
    features = tuple(sorted(feature for feature, count in counts.items() if count >= SEEN_AT_LEAST))
    rarity = rarity_of(features, counts, len(texts)) * np.where(np.isin(features, MARKS), MARKED, 1)
    outcomes = (*CODES, *sorted({outcome for lesson in lessons for outcome in lesson.asked} - set(CODES)))
    matrix = _matrix([lesson.text for lesson in lessons], features, rarity)
    wanted, weights = _targets(lessons, outcomes)
    return Learnt(features, rarity, Network.learn(Lessons(matrix, wanted, weights)))


def _targets(lessons: Sequence[Lesson], outcomes: Sequence[str]) -> tuple[Any, Any]:
    place = {outcome: at for at, outcome in enumerate(outcomes)}

    def laid_out(rows: Sequence[frozenset[str]], values: Sequence[float]) -> Any:
        columns = [sorted(place[outcome] for outcome in row) for row in rows]
        ends = np.cumsum([0, *map(len, columns)])
        spread = np.repeat(np.array(values, np.float32), np.diff(ends))
        return csr_matrix((spread, np.concatenate(columns), ends), shape=(len(rows), len(outcomes)))

    told = laid_out([lesson.told for lesson in lessons], [1.0] * len(lessons))
    return told, laid_out([lesson.asked for lesson in lessons], [lesson.weight for lesson in lessons])


def _of_stories(stories: Sequence[Story]) -> list[Lesson]:
    return [_of_story(story) for story in stories] * TWICE


def _of_story(story: Story) -> Lesson:
    told = frozenset(f"{field}.{code}" for field, codes in story.told.items() for code in codes)
    asked = frozenset(f"{field}.{code}" for field in story.told for code in FIELDS[field])
    return Lesson(story.text, told, asked, STORY_WEIGHT * story.weight)


def _of_visit_answers(answers: Sequence[Row], beside: Sequence[str]) -> list[Lesson]:
    """Lists answers about a visit one by one and joined at random, then what tells of no visit."""
    answered = [Story(row.writer, row.text, filled, ANSWER_WEIGHT) for row in answers if (filled := _filled_by(row))]
    return [
        *map(_of_story, (*answered, *_joined(answered))),
        *(Lesson(text, frozenset(), frozenset(CODES), STORY_WEIGHT * WISH_WEIGHT) for text in some(beside, WISHES)),
    ]


def _filled_by(row: Row) -> Told | None:
    field = FIELD_OF.get(row.question)
    told_by = {code: told for told, code in stored(field).items()} if field else {}
    if field is None or row.unclear or NO_ANSWER in row.codes or "unable" in row.codes:
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


def _of_answers(answers: Sequence[Row]) -> list[Lesson]:
    """Asks of each answer which code of its question it means."""
    clear = [row for row in answers if not row.unclear]
    asked: dict[str, set[str]] = {}
    for row in clear:
        asked.setdefault(row.question, set()).update(f"{row.question}={code}" for code in row.codes)
    return [
        Lesson(row.text, frozenset(f"{row.question}={code}" for code in row.codes), frozenset(asked[row.question]))
        for row in clear
    ]


def thresholds(stories: Sequence[Story], margins: Any) -> list[float]:
    """Finds of each code the lowest margin that is taken, on writers left out: of all that is taken `RIGHT` is right.

    A code is taken as long as what it gains outweighs what is wrong, counted equally dear for all codes: so one that
    is told plainly may be taken oftener than one that is read between the lines.
    """
    cases = [_taken_first(code, stories, margins) for code in CODES]
    for dear in PRICES:
        least = [_least(of_code, dear) for of_code in cases]
        taken = [
            right for of_code, lowest in zip(cases, least, strict=True) for margin, right in of_code if margin >= lowest
        ]
        if taken and sum(taken) >= RIGHT * len(taken):
            break
    return least


def left_out(stories: Sequence[Story], answers: Sequence[Row], beside: Sequence[str]) -> Any:
    """Gives what is learnt of other writers says of each story."""
    margins = np.zeros((len(stories), len(CODES)))
    writers = np.array([story.writer for story in stories])
    for taught, asked in GroupKFold(FOLDS).split(margins, groups=writers):
        theirs = set(writers[asked])
        texts = [stories[at].text for at in asked]
        of_others = [row for row in answers if row.writer not in theirs]
        learnt = learn([stories[at] for at in taught], of_others, beside)
        margins[asked] = learnt.margins(texts)
    return margins


def _taken_first(code: str, stories: Sequence[Story], margins: Any) -> list[tuple[float, bool]]:
    """Lists the stories of which this code may be taken, the surest first: its margin, and whether it is right."""
    field, _, name = code.partition(".")
    own = margins[:, CODES.index(code)]
    of_field = [CODES.index(f"{field}.{other}") for other in FIELDS[field]]
    best = margins[:, of_field].max(axis=1) if field in ONE_OF else own
    places = sorted(np.flatnonzero(own >= best), key=lambda at: (-own[at], at))
    return [(round(float(own[at]), 4), name in stories[at].told[field]) for at in places]


def _least(of_code: Sequence[tuple[float, bool]], dear: float) -> float:
    gain, most, least = 0.0, 0.0, NEVER
    for margin, right in of_code:
        gain += 1 if right else -dear
        if gain > most:
            most, least = gain, margin
    return least


def written(stories: Sequence[Story], answers: Sequence[Row], beside: Sequence[str]) -> bytes:
    """Makes the file: a line of JSON; the features in order, four bytes each; then each one's weights, a byte each."""
    sure = thresholds(stories, left_out(stories, answers, beside))
    learnt = learn(stories, answers, beside)
    network = learnt.network
    weights = network.inner * learnt.rarity[:, None]
    scales = np.quantile(np.abs(weights), 0.9999, axis=0) / LARGEST
    small = np.clip(np.rint(weights / scales), -LARGEST, LARGEST).astype(int) + ZERO
    told = len(CODES)
    head = {
        "stories": story_rows.digest(stories),
        "answers": answer_rows.digest(answers),
        "features": len(learnt.features),
        "codes": CODES,
        "sure": sure,
        "scales": [round(float(scale), 9) for scale in scales],
        "inner_biases": _rounded(network.inner_bias),
        "outer": [_rounded(column) for column in network.outer[:, :told].T],
        "biases": _rounded(network.outer_bias[:told]),
    }
    body: bytes = np.array(learnt.features, dtype="<u4").tobytes() + small.astype(np.uint8).tobytes()
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + body


def _rounded(numbers: Any) -> list[float]:
    return [round(float(number), 5) for number in numbers]


if __name__ == "__main__":
    FILE.write_bytes(written(story_rows.trained_on(), answer_rows.beside_others(), wishes()))
