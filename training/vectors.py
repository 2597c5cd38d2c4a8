"""Sentences as vectors of their features, each by its rarity, no louder than a sentence of a few features may be."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from handlers.understand.answers import FEWEST, said

SCALE = 3.0


@cache
def remembered(text: str) -> frozenset[int]:
    """Gives what stands in a text; learning asks for it again for every writer left out."""
    return said(text)


def rarity_of(features: Sequence[int], counts: Mapping[int, int], sentences: int) -> Any:
    return np.log(sentences / np.array([counts[feature] for feature in features])) / SCALE


def matrix_of(sentences: Sequence[Collection[int]], features: Sequence[int], rarity: Any, fewest: int = FEWEST) -> Any:
    """Gives a row for each sentence; one of fewer known features than `fewest` is as quiet as if it had so many."""
    place = {feature: at for at, feature in enumerate(features)}
    ends, columns, values = [0], [], []
    for sentence in sentences:
        there = sorted(place[feature] for feature in sentence if feature in place)
        columns += there
        values += list(rarity[there] / np.sqrt(max(len(there), fewest)))
        ends.append(len(columns))
    return csr_matrix((np.array(values), columns, ends), shape=(len(sentences), len(place)))
