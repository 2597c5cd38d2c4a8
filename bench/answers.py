"""How well answers in own words and stories of visits are read, on writers that nothing was learnt from."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from time import perf_counter

from handlers.understand import answers
from handlers.understand.answers import NO_ANSWER, NONE_OF_THESE, Meant
from handlers.understand.visits import FIELDS, visit_told
from training import answer_rows, story_rows
from training.answer_rows import SEVERAL, Row
from training.phrases import SPELLINGS
from training.story_rows import Story

# what may become of an answer: taken and right, taken and wrong, the right one offered among two, or none of these
FATES = ("right", "wrong", "offered", "refused")


def tables() -> Iterator[str]:
    rows, told = answer_rows.aside(), story_rows.aside()
    aside = ", ".join(answer_rows.ASIDE)
    yield f"{len(rows)} answers of {aside}; learnt from {len(answer_rows.trained_on())} of others"
    yield from _by(rows, "spelling", lambda row: row.spelling, SPELLINGS)
    yield from _by(rows, "question", lambda row: row.question, sorted({row.question for row in rows}))
    yield f"{len(told)} stories of visits and short reports; learnt from {len(story_rows.trained_on())} of others"
    short = [story for story in told if story.writer in story_rows.SHORT_REPORTS]
    for name, of_kind in (("stories", [story for story in told if story not in short]), ("short reports", short)):
        yield f"{len(of_kind)} {name}"
        yield from _of_stories(of_kind)
    yield from _costs(rows, told)


def _read(row: Row) -> Meant:
    codes = [code for code in answers.answer_set(row.question).codes if code != NO_ANSWER]
    if row.question in SEVERAL:
        return answers.read_several(row.question, row.text, [code for code in codes if code != NONE_OF_THESE])
    return answers.read_one(row.question, row.text, codes)


def fate(row: Row) -> str:
    """Says what becomes of an answer; what answers nothing is right when nothing is taken."""
    meant = _read(row)
    taken = None if meant.sure is None else frozenset(meant.sure or {NONE_OF_THESE})
    if NO_ANSWER in row.codes or row.unclear:
        return "right" if taken is None else "wrong"
    if taken is not None:
        return "right" if taken == row.codes else "wrong"
    return "offered" if row.codes & set(meant.nearest) else "refused"


def _by(rows: Sequence[Row], title: str, kind: Callable[[Row], str], kinds: Sequence[str]) -> Iterator[str]:
    yield f"| {title} | answers | taken | of these right | {' | '.join(FATES)} | taken of no answers |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name in ("all", *kinds):
        of_kind = [row for row in rows if name in ("all", kind(row))]
        real = [row for row in of_kind if NO_ANSWER not in row.codes and not row.unclear]
        others = [row for row in of_kind if NO_ANSWER in row.codes or row.unclear]
        if real:
            fates = Counter(map(fate, real))
            lost = sum(fate(row) == "wrong" for row in others)
            taken = fates["right"] + fates["wrong"]
            shares = [taken / len(real), fates["right"] / max(taken + lost, 1)]
            shares += [fates[name] / len(real) for name in FATES]
            shown = " | ".join(f"{share:.2f}" for share in shares)
            yield f"| {name} | {len(real)} | {shown} | {lost} of {len(others)} |"


def _of_stories(told: Sequence[Story]) -> Iterator[str]:
    yield "| field | told | precision | recall |"
    yield "|---|---|---|---|"
    read = [visit_told(story.text) for story in told]
    counts: Counter[str] = Counter()
    for field in FIELDS:
        right = taken = wanted = 0
        for story, visit in zip(told, read, strict=True):
            value = getattr(visit, field) if visit else ()
            codes = {value} - {""} if isinstance(value, str) else set(value)
            right += len(codes & story.told[field])
            taken += len(codes)
            wanted += len(story.told[field])
        counts.update(right=right, taken=taken, wanted=wanted)
        yield f"| {field} | {wanted} | {right / max(taken, 1):.2f} | {right / max(wanted, 1):.2f} |"
    shares = f"{counts['right'] / counts['taken']:.2f} | {counts['right'] / counts['wanted']:.2f}"
    yield f"| all | {counts['wanted']} | {shares} |"


def _costs(rows: Sequence[Row], told: Sequence[Story]) -> Iterator[str]:
    yield _cost("an answer", [partial(_read, row) for row in rows])
    yield _cost("a story", [partial(visit_told, story.text) for story in told])


def _cost(name: str, readings: Sequence[Callable[[], object]]) -> str:
    times = []
    for reading in readings:
        answers.said.cache_clear()
        began = perf_counter()
        reading()
        times.append((perf_counter() - began) * 1e3)
    times.sort()
    return f"{name}: {median(times):.2f} ms at the median, {times[len(times) * 99 // 100]:.2f} at the 99th of 100"
