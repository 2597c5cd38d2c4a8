"""A network of one hidden layer over sparse features, learnt in steps by NumPy: many questions share what is hidden.

Products are SciPy's sums in one order and the draws are seeded: the same lessons give the same weights.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit

HIDDEN = 128
ROUNDS, AT_ONCE = 9, 128
RATE, OUTER_RATE, LAST_RATE = 0.2, 0.002, 0.05
TREND, SPREAD_KEPT = 0.9, 0.999
LEFT_OUT_FEATURES, LEFT_OUT_HIDDEN = 0.3, 0.3  # drawn anew in each step, so that nothing rests on one word alone
SPREAD, NEXT_TO_NOTHING = 0.03, 1e-9
SILENCE = -2.0  # what an outcome begins with: most are not told


@dataclass(frozen=True)
class Lessons:
    """A row for each sentence: what stands in it, which outcomes it tells, how much each one counts (0: unknown)."""

    features: Any
    wanted: Any
    weights: Any


class Network:
    def __init__(self, features: int, outcomes: int) -> None:
        self._draw = np.random.default_rng(0)
        self.inner = self._draw.standard_normal((features, HIDDEN), np.float32) * np.float32(SPREAD)
        self.inner_bias = np.zeros(HIDDEN, np.float32)
        self.outer = self._draw.standard_normal((HIDDEN, outcomes), np.float32) / np.float32(np.sqrt(HIDDEN))
        self.outer_bias = np.full(outcomes, SILENCE, np.float32)
        self._squares = np.full_like(self.inner, NEXT_TO_NOTHING)
        self._steps = 0
        self._trends = [np.zeros_like(part) for part in self._dense]
        self._spreads = [np.zeros_like(part) for part in self._dense]

    @property
    def _dense(self) -> tuple[Any, Any, Any]:
        return self.inner_bias, self.outer, self.outer_bias

    @classmethod
    def learn(cls, lessons: Lessons) -> "Network":
        count, width = lessons.features.shape
        network = cls(width, lessons.wanted.shape[1])
        steps = ROUNDS * -(-count // AT_ONCE)
        step = 0
        for _ in range(ROUNDS):
            order = network._draw.permutation(count)
            for first in range(0, count, AT_ONCE):
                some = order[first : first + AT_ONCE]
                network._step(lessons, some, np.float32(max(LAST_RATE, 1 - step / steps)))
                step += 1
        return network

    def sums(self, features: Any) -> Any:
        hidden = np.maximum(features @ self.inner + self.inner_bias, 0)
        return hidden @ self.outer + self.outer_bias

    def _step(self, lessons: Lessons, some: Any, slower: Any) -> None:
        features, there = self._fewer(lessons.features[some])
        inner = features @ self.inner[there] + self.inner_bias
        kept = (self._draw.random(inner.shape, np.float32) >= LEFT_OUT_HIDDEN) / np.float32(1 - LEFT_OUT_HIDDEN)
        open_ones = kept * (inner > 0)
        hidden = csr_matrix(inner * open_ones)
        sums = hidden @ self.outer + self.outer_bias
        wrong = (expit(sums) - lessons.wanted[some].toarray()) * lessons.weights[some].toarray() / np.float32(len(some))
        back = csr_matrix(wrong) @ self.outer.T * open_ones
        self._move_inner(features.T.tocsr() @ back, there, RATE * slower)
        self._move_dense((back.sum(axis=0), hidden.T.tocsr() @ wrong, wrong.sum(axis=0)), OUTER_RATE * slower)

    def _fewer(self, features: Any) -> tuple[Any, Any]:
        """Leaves out some features of each sentence; gives the rest over those that are left, and which these are."""
        kept = self._draw.random(features.nnz, np.float32) >= LEFT_OUT_FEATURES
        features.data *= kept / np.float32(np.sqrt(1 - LEFT_OUT_FEATURES))
        features.eliminate_zeros()
        there, columns = np.unique(features.indices, return_inverse=True)
        return csr_matrix((features.data, columns, features.indptr), shape=(features.shape[0], len(there))), there

    def _move_inner(self, slope: Any, there: Any, rate: Any) -> None:
        """Divides a slope by the root of all its squares so far (Adagrad): what is rare moves as far as the rest."""
        squares = self._squares[there] + slope * slope
        self._squares[there] = squares
        self.inner[there] -= rate * slope / np.sqrt(squares)

    def _move_dense(self, slopes: tuple[Any, Any, Any], rate: Any) -> None:
        """Follows the trend of each slope, divided by how much it spreads (Adam)."""
        self._steps += 1
        for part, slope, trend, spread in zip(self._dense, slopes, self._trends, self._spreads, strict=True):
            trend += (1 - TREND) * (slope - trend)
            spread += (1 - SPREAD_KEPT) * (slope * slope - spread)
            fair = np.sqrt(spread / (1 - SPREAD_KEPT**self._steps)) + NEXT_TO_NOTHING
            part -= rate * trend / (1 - TREND**self._steps) / fair
