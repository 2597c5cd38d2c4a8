"""Learns what handlers/understand reads, from the writers who are trained on: `make phrases`.

Linear support vectors on the features of handlers/understand/features.py, one outcome against all others. What is
chosen (temperature, weight of the role, thresholds) is chosen on writers left out in turn. Sorted input, a fixed seed
and rounded weights: the same sentences give the same file.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from handlers.understand.danger import KINDS, listed_marks
from handlers.understand.emergency import emergency
from handlers.understand.features import features
from handlers.understand.intents import INTENTS
from handlers.understand.learnt import FEWEST, FILE
from handlers.understand.packed_rows import ZERO
from rules.roles import CODES
from training import ordinary, phrases
from training.phrases import Phrase
from training.vectors import matrix_of, rarity_of

SEEN_AT_LEAST = 2
FOLDS = 4
INTENT_C, DANGER_C = 2.0, 0.5
DANGEROUS, LOOK_ALIKE = 3.0, 3.0  # how much more than an ordinary sentence they count
LOOK_ALIKES_AS_YES, LOOK_ALIKES_AS_MAYBE = 0.05, 0.2  # at most, on writers left out
TEMPERATURES = tuple(np.round(np.arange(0.1, 0.6, 0.02), 2))
ROLE_WEIGHTS = (0.1, 0.15, 0.2, 0.25, 0.3)
LARGEST = 127


@dataclass(frozen=True)
class Space:
    """The features that were seen often enough, in order, and how telling each is by its rarity."""

    keys: tuple[int, ...]
    rarity: Any

    @classmethod
    def of(cls, sentences: Sequence[frozenset[int]]) -> "Space":
        counts = Counter(key for sentence in sentences for key in sentence)
        keys = tuple(sorted(key for key, count in counts.items() if count >= SEEN_AT_LEAST))
        return cls(keys, rarity_of(keys, counts, len(sentences)))

    def matrix(self, sentences: Sequence[frozenset[int]]) -> Any:
        return matrix_of(sentences, self.keys, self.rarity, FEWEST)


@dataclass(frozen=True)
class Lessons:
    """What is to be learnt of each sentence, as arrays in the order of the sentences."""

    rows: Sequence[Phrase]
    sentences: Sequence[frozenset[int]]
    listed: Any

    @classmethod
    def of(cls, rows: Sequence[Phrase]) -> "Lessons":
        found = np.array([listed_marks(row.text, emergency(row.text)) for row in rows], dtype=float)
        return cls(rows, [features(row.text) for row in rows], found)

    def some(self, places: Any) -> "Lessons":
        return Lessons([self.rows[at] for at in places], [self.sentences[at] for at in places], self.listed[places])

    @property
    def intents(self) -> Any:
        return np.array([row.intent for row in self.rows])

    @property
    def wishes(self) -> Any:
        """Gives the places of those that have an intent."""
        return np.flatnonzero(self.intents != "")

    @property
    def verdicts(self) -> Any:
        return np.array([row.emergency for row in self.rows])

    @property
    def danger(self) -> Any:
        return np.isin(self.verdicts, ["yes", "maybe"])


@dataclass(frozen=True)
class Learnt:
    """`weights` and `biases` have a column for each outcome: intents, danger, danger.yes, kinds."""

    space: Space
    outcomes: tuple[str, ...]
    weights: Any
    biases: Any
    listed: tuple[Any, Any]

    def sums(self, lessons: Lessons) -> Any:
        return self.space.matrix(lessons.sentences) @ self.weights + self.biases


def learn(lessons: Lessons) -> Learnt:
    space = Space.of(lessons.sentences)
    matrix = space.matrix(lessons.sentences)
    wishes = lessons.wishes
    wished = LinearSVC(C=INTENT_C, random_state=0, class_weight="balanced").fit(matrix[wishes], lessons.intents[wishes])
    order = [list(wished.classes_).index(intent) for intent in INTENTS]
    heavy = np.where(lessons.danger, DANGEROUS, np.where(lessons.verdicts == "near", LOOK_ALIKE, 1.0))
    marked = hstack([matrix, csr_matrix(lessons.listed)]).tocsr()
    dangers = [
        LinearSVC(C=DANGER_C, random_state=0).fit(marked, wanted, sample_weight=heavy)
        for wanted in (lessons.danger, lessons.verdicts == "yes")
    ]
    told = np.flatnonzero(lessons.danger)
    kinds = LinearSVC(C=INTENT_C, random_state=0, class_weight="balanced").fit(
        matrix[told], np.array([lessons.rows[at].kind for at in told])
    )
    kind_order = [list(kinds.classes_).index(kind) for kind in KINDS]
    columns = [
        *wished.coef_[order],
        *(model.coef_[0][: len(space.keys)] for model in dangers),
        *kinds.coef_[kind_order],
    ]
    biases = [*wished.intercept_[order], *(model.intercept_[0] for model in dangers), *kinds.intercept_[kind_order]]
    return Learnt(
        space,
        (*INTENTS, "danger", "danger.yes", *(f"kind.{kind}" for kind in KINDS)),
        np.array(columns).T,
        np.array(biases),
        tuple(model.coef_[0][len(space.keys) :] for model in dangers),
    )


def left_out(lessons: Lessons) -> tuple[Any, Any, Any]:
    """Sums up for each sentence from what was learnt without its writer: of intents, of danger, of certain danger."""
    writers = np.array([row.writer for row in lessons.rows])
    wishes = np.zeros((len(lessons.rows), len(INTENTS)))
    danger, sure = np.zeros(len(lessons.rows)), np.zeros(len(lessons.rows))
    at = INTENTS.index("emergency")
    for taught, asked in GroupKFold(FOLDS).split(wishes, lessons.intents, writers):
        learnt, unseen = learn(lessons.some(taught)), lessons.some(asked)
        sums = learnt.sums(unseen)
        wishes[asked] = sums[:, : len(INTENTS)]
        leaning = wishes[asked, at] - np.delete(wishes[asked], at, axis=1).max(axis=1)
        danger[asked] = sums[:, len(INTENTS)] + leaning + unseen.listed @ learnt.listed[0]
        sure[asked] = sums[:, len(INTENTS) + 1] + leaning + unseen.listed @ learnt.listed[1]
    return wishes, danger, sure


def thresholds(lessons: Lessons, danger: Any, sure: Any) -> dict[str, float]:
    """Finds from where on danger is certain, and from where on it is asked about."""
    alike = lessons.verdicts == "near"
    yes = float(np.quantile(sure[alike], 1 - LOOK_ALIKES_AS_YES))
    in_doubt = danger[alike & (sure < yes)]
    asked = LOOK_ALIKES_AS_MAYBE * alike.sum() / len(in_doubt)
    return {"yes": round(yes, 4), "maybe": round(float(np.quantile(in_doubt, 1 - asked)), 4)}


def role_counts(lessons: Lessons) -> dict[str, list[float]]:
    """Gives for each role the logarithm of its share of every intent: what it comes for more often than others."""
    lessons = lessons.some(lessons.wishes)
    all_of = Counter(row.intent for row in lessons.rows)
    both = Counter((row.role, row.intent) for row in lessons.rows)
    roles = [role for role in CODES if any(row.role == role for row in lessons.rows)]
    return {
        role: [float(np.log((both[role, intent] + 1) / (all_of[intent] + len(roles)))) for intent in INTENTS]
        for role in roles
    }


def calibrated(lessons: Lessons, wishes: Any) -> tuple[float, float]:
    """Finds the temperature and the weight of the role that make the right intents of writers left out likeliest."""
    asked = lessons.wishes
    lessons, wishes = lessons.some(asked), wishes[asked]
    shares = role_counts(lessons)
    of_role = np.array([shares[row.role] for row in lessons.rows])
    right = np.array([INTENTS.index(row.intent) for row in lessons.rows])

    def surprise(temperature: float, role_weight: float) -> float:
        sums = (wishes + role_weight * of_role) / temperature
        sums -= sums.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(sums).sum(axis=1)) - sums[np.arange(len(right)), right]))

    pairs = [(float(one), other) for one in TEMPERATURES for other in ROLE_WEIGHTS]
    return min(pairs, key=lambda pair: surprise(*pair))


def written(rows: Sequence[Phrase]) -> bytes:
    """Makes the file: a line of JSON; the features in order, four bytes each; then each one's weights, a byte each."""
    lessons = Lessons.of(rows)
    wishes, danger, sure = left_out(lessons)
    temperature, role_weight = calibrated(lessons, wishes)
    learnt = learn(lessons)
    weights = learnt.weights * learnt.space.rarity[:, None]
    scales = np.quantile(np.abs(weights), 0.9999, axis=0) / LARGEST
    small = np.clip(np.rint(weights / scales), -LARGEST, LARGEST).astype(int) + ZERO
    head = {
        "phrases": phrases.digest(rows),
        "features": len(learnt.space.keys),
        "intents": INTENTS,
        "outcomes": learnt.outcomes,
        "scales": [round(float(scale), 9) for scale in scales],
        "biases": [round(float(bias), 5) for bias in learnt.biases],
        "temperature": temperature,
        "roles": {
            role: [round(role_weight * share, 4) for share in shares] for role, shares in role_counts(lessons).items()
        },
        "danger": {
            **thresholds(lessons, danger, sure),
            **{
                f"listed.{outcome}": [round(float(one), 4) for one in marks]
                for outcome, marks in zip(("danger", "danger.yes"), learnt.listed, strict=True)
            },
        },
    }
    body: bytes = np.array(learnt.space.keys, dtype="<u4").tobytes() + small.astype(np.uint8).tobytes()
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + body


if __name__ == "__main__":
    FILE.write_bytes(written([*phrases.trained_on(), *ordinary.trained_on()]))
