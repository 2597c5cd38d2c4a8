"""Charts as plain shapes: bars lying under their words, in the order of the table that stands under them.

A template draws them as SVG: no library, no script, and a phone reads them as a desk does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, LABEL = 400, 22
# room for one count behind a bar, or for several
END, ENDS = 40, 96
THICK, BETWEEN, AROUND = 18, 3, 12
LONGEST_LABEL = 46


@dataclass(frozen=True, slots=True)
class Series:
    """What a bar counts: `part` names its colour in the style sheet, `words` stands in the legend."""

    part: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is counted: a count for each series, None where it may not be told."""

    words: str
    counts: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    part: str
    words: str


@dataclass(frozen=True, slots=True)
class Word:
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the question in its title, the answer in a sentence, the table that is the truth, and the shapes."""

    id: str
    question: str
    answer: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    series: tuple[Series, ...]
    width: int
    height: int
    bars: tuple[Bar, ...]
    words: tuple[Word, ...]


def draw(
    id: str,
    question: str,
    answer: str,
    of: str,
    series: Sequence[Series],
    lines: Sequence[Line],
    *,
    few: str,
    stacked: bool = False,
    most: int = 40,
) -> Chart:
    """Draws a chart; `of` heads the column of the lines, `few` stands for a count that may not be told.

    Stacked: the counts of a line are parts of one bar. Of many lines the first are drawn, the table has them all.
    """
    drawn = lines[:most]
    step = LABEL + (THICK if stacked else (THICK + BETWEEN) * len(series)) + AROUND
    scale = _scale(drawn, stacked)
    bars: list[Bar] = []
    words: list[Word] = []
    for place, line in enumerate(drawn):
        top = place * step + LABEL
        words.append(Word(0, top - LABEL * 0.3, _short(line.words)))
        told = _stack(line, series, top, scale, few) if stacked else _side_by_side(line, series, top, scale, few)
        for bar, word in told:
            bars += [bar] if bar.width else []
            words += [word] if word.words else []
    return Chart(
        id=id,
        question=question,
        answer=answer,
        heads=(of, *(each.words for each in series)),
        rows=tuple((line.words, *(few if count is None else str(count) for count in line.counts)) for line in lines),
        series=tuple(series),
        width=WIDTH,
        height=max(len(drawn) * step, AROUND),
        bars=tuple(bars),
        words=tuple(words),
    )


def _scale(lines: Iterable[Line], stacked: bool) -> float:
    """Gives pixels for each one counted."""
    longest = max(
        (sum(_counts_told(line)) if stacked else max(_counts_told(line), default=0) for line in lines), default=0
    )
    return (WIDTH - (ENDS if stacked else END)) / longest if longest else 0.0


def _counts_told(line: Line) -> list[int]:
    return [count for count in line.counts if count]


def _stack(line: Line, series: Sequence[Series], top: float, scale: float, few: str) -> Iterable[tuple[Bar, Word]]:
    x = 0.0
    for part_of, count in zip(series, line.counts, strict=True):
        width = round((count or 0) * scale, 1)
        bar = Bar(round(x, 1), top, width, part_of.part, _bar_words(line, part_of, count, few))
        x += width
        yield bar, Word(0, 0, "")
    total = " · ".join(few if count is None else str(count) for count in line.counts)
    yield Bar(x, top, 0, "", ""), Word(round(x + 6, 1), top + THICK * 0.72, total)


def _side_by_side(
    line: Line, series: Sequence[Series], top: float, scale: float, few: str
) -> Iterable[tuple[Bar, Word]]:
    for place, (part_of, count) in enumerate(zip(series, line.counts, strict=True)):
        y, width = top + place * (THICK + BETWEEN), round((count or 0) * scale, 1)
        shown = few if count is None else str(count)
        bar = Bar(0, y, width, part_of.part, _bar_words(line, part_of, count, few))
        yield bar, Word(round(width + 6, 1), round(y + THICK * 0.72, 1), shown)


def _bar_words(line: Line, series: Series, count: int | None, few: str) -> str:
    return f"{line.words} · {series.words}: {few if count is None else count}"


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1].rstrip()}…"
