"""Which trades go with what somebody likes to do: twelve things, two for each of Holland's six kinds of interest.

After J. L. Holland, Making Vocational Choices (1959, 3rd ed. 1997), who sorted interests and work by these six. The
twelve questions and the table of trades are our own and were not validated: they open a talk and measure nothing.
"""

from collections.abc import Mapping
from typing import Literal

Leaning = Literal["hands", "inquiry", "art", "people", "lead", "order"]
LIKED = ("like", "so_so", "dislike")
QUESTIONS: Mapping[str, Leaning] = {
    "repairs": "hands",
    "outdoors": "hands",
    "why": "inquiry",
    "measuring": "inquiry",
    "beautiful": "art",
    "new_ways": "art",
    "helping": "people",
    "explaining": "people",
    "selling": "lead",
    "deciding": "lead",
    "tidy": "order",
    "counting": "order",
}
# the leaning that a trade asks for most comes first
TRADE_LEANINGS: Mapping[str, tuple[Leaning, ...]] = {
    "building": ("hands", "inquiry"),
    "farming": ("hands", "order"),
    "craft": ("art", "hands"),
    "sewing": ("order", "art"),
    "driving": ("hands", "people"),
    "repair": ("inquiry", "hands"),
    "welding": ("hands", "art"),
    "wood": ("art", "inquiry"),
    "cooking": ("people", "art"),
    "shop": ("lead", "people"),
    "factory": ("order", "hands"),
}
MOST = 3
WEIGHT = {"like": 2, "so_so": 1, "dislike": 0}


def trades_for(answers: Mapping[str, str]) -> list[str]:
    """Lists the trades, three at most, that go with what somebody likes; none where they like nothing of it."""
    liking: dict[Leaning, int] = dict.fromkeys(QUESTIONS.values(), 0)
    for question, leaning in QUESTIONS.items():
        liking[leaning] += WEIGHT.get(answers.get(question, ""), 0)
    fits = {
        trade: sum(liking[leaning] * weight for leaning, weight in zip(leanings, (2, 1), strict=True))
        for trade, leanings in TRADE_LEANINGS.items()
        if liking[leanings[0]] > 1
    }
    return sorted(fits, key=lambda trade: -fits[trade])[:MOST]
