"""How well typed sentences are understood, on writers that nothing was learnt from: `python -m bench.understand`."""

import argparse
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

from bench import answers
from handlers.understand import learnt
from handlers.understand.danger import danger
from handlers.understand.intents import INTENTS, score
from training import phrases
from training.phrases import SPELLINGS, Phrase

SHOWN = 3
CONFUSIONS = 25
Share = float | None


def _share(rows: Sequence[Phrase], fits: Callable[[Phrase], bool]) -> Share:
    return sum(map(fits, rows)) / len(rows) if rows else None


def _ranked(row: Phrase) -> list[str]:
    return [intent for intent, _ in score(row.text, row.role)] or ["-"]


def _macro_f1(rows: Sequence[Phrase], taken: dict[Phrase, str]) -> float:
    """Gives the mean over the intents that these rows have."""
    wanted, said = Counter(row.intent for row in rows), Counter(taken[row] for row in rows)
    right = Counter(row.intent for row in rows if taken[row] == row.intent)
    return statistics.mean(2 * right[intent] / (wanted[intent] + said[intent]) for intent in wanted)


def _figures(rows: Sequence[Phrase]) -> dict[str, Share]:
    ranked = {row: _ranked(row) for row in rows}
    verdicts = {row: danger(row.text).verdict for row in rows}
    real = [row for row in rows if row.emergency in ("yes", "maybe")]
    certain = [row for row in rows if row.emergency == "yes"]
    alike = [row for row in rows if row.emergency == "near"]
    plain = [row for row in rows if row.emergency == "no"]
    return {
        "F1": _macro_f1(rows, {row: ranked[row][0] for row in rows}),
        "top 3": _share(rows, lambda row: row.intent in ranked[row][:SHOWN]),
        "danger found": _share(real, lambda row: verdicts[row] != "no"),
        "certain as yes": _share(certain, lambda row: verdicts[row] == "yes"),
        "alike as yes": _share(alike, lambda row: verdicts[row] == "yes"),
        "alike as maybe": _share(alike, lambda row: verdicts[row] == "maybe"),
        "plain as yes": _share(plain, lambda row: verdicts[row] == "yes"),
        "plain as maybe": _share(plain, lambda row: verdicts[row] == "maybe"),
    }


def _table(rows: Sequence[Phrase]) -> Iterator[str]:
    figures = {"all": _figures(rows)}
    figures |= {kind: _figures(of_kind) for kind in SPELLINGS if (of_kind := [r for r in rows if r.spelling == kind])}
    yield "| | sentences | " + " | ".join(figures["all"]) + " |"
    yield "|---|---|" + "---|" * len(figures["all"])
    for kind, shares in figures.items():
        count = sum(kind in ("all", row.spelling) for row in rows)
        yield f"| {kind} | {count} | " + " | ".join("–" if s is None else f"{s:.3f}" for s in shares.values()) + " |"


def _by_intent(rows: Sequence[Phrase]) -> Iterator[str]:
    taken = {row: _ranked(row)[0] for row in rows}
    mistaken = Counter((row.intent, taken[row]) for row in rows if taken[row] != row.intent)
    yield "intent  found  (precision)"
    for intent in INTENTS:
        own = [row for row in rows if row.intent == intent]
        said = [row for row in rows if taken[row] == intent]
        right = sum(taken[row] == intent for row in own)
        if own:
            yield f"{intent:<18} {right / len(own):.2f}  ({right / max(len(said), 1):.2f})"
    yield "taken for another, the most frequent first"
    for (intent, other), count in mistaken.most_common(CONFUSIONS):
        yield f"{count:>4}  {intent} → {other}"


def _by_danger(rows: Sequence[Phrase]) -> Iterator[str]:
    yield "kind  yes/maybe/no of real ones · of look-alikes"
    for kind in phrases.KINDS:
        real = Counter(danger(row.text).verdict for row in rows if row.kind == kind and row.emergency != "near")
        alike = Counter(danger(row.text).verdict for row in rows if row.kind == kind and row.emergency == "near")
        shown = [" ".join(f"{count[verdict]:>3}" for verdict in ("yes", "maybe", "no")) for count in (real, alike)]
        yield f"{kind:<10} {shown[0]} · {shown[1]}"


def _costs(rows: Sequence[Phrase]) -> Iterator[str]:
    began = perf_counter()
    learnt.weights()
    yield f"reading the weights: {(perf_counter() - began) * 1e3:.0f} ms, once"
    times = []
    for row in rows:
        began = perf_counter()
        danger(row.text)
        score(row.text, row.role)
        times.append((perf_counter() - began) * 1e3)
    times.sort()
    yield f"a message: {statistics.median(times):.2f} ms at the median, {times[len(times) * 99 // 100]:.2f} at the 99th"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--confusions", action="store_true", help="each intent, and what is taken for what")
    options.add_argument("--answers", action="store_true", help="answers in own words, and stories of visits")
    chosen = options.parse_args()
    if chosen.answers:
        print("\n".join(answers.tables()))
        return
    rows = phrases.aside()
    print(f"{len(rows)} sentences of {', '.join(phrases.ASIDE)}; learnt from {len(phrases.trained_on())} of others")
    for part in (_costs, _table, *((_by_intent, _by_danger) if chosen.confusions else ())):
        print("\n".join(part(rows)), end="\n\n")


if __name__ == "__main__":
    main()
