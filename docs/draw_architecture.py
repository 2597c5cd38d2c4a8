"""Draws the rooms and their arrows into docs/pictures/architecture.svg: `python docs/draw_architecture.py`.

Inside a room, an arrow that follows from others is left out. Between rooms only the one direction is drawn, with the
number of imports. Anything against the direction, and any circle, is drawn in red: there should be none.
"""

import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from docs.house import BANDS, ROOT, Arrow, House, band_of, read_house, room_of, sentence_of

PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
WIDTH, LEFT, MARGIN, GAP, ROW_GAP, LINE = 1280, 150, 20, 18, 36, 15
WIDEST, LETTER = 440, 6.1
SAID = {"bot": "how it runs", "handlers": "what is said", "storage": "what is remembered", "rules": "what is true"}
STYLE = """
text { font: 11px system-ui, sans-serif; fill: #1d2622 }
.room { font-size: 17px; font-weight: 600 } .title { font: 600 12px ui-monospace, monospace }
.band { fill: #f4f1e9 } .frame { fill: #ffffff; stroke: #0f5e4d }
.arrow { fill: none; stroke: #0f5e4d; stroke-opacity: .55; marker-end: url(#head) }
.down { stroke-width: 5; stroke-opacity: 1 } .wrong { stroke: #b3261e; stroke-width: 2.5; stroke-opacity: 1 }
"""


@dataclass(slots=True)
class Box:
    """A frame with its place on the page, in pixels."""

    frame: str
    lines: list[str]
    left: float = 0
    top: float = 0
    width: float = 0
    height: float = 0


def levels(frames: list[str], arrows: list[Arrow]) -> list[list[str]]:
    """Sorts frames into rows: each stands below all that import it."""
    depth = dict.fromkeys(frames, 0)
    for _ in frames:
        for source, target in arrows:
            depth[target] = max(depth[target], depth[source] + 1)
    return [[frame for frame in frames if depth[frame] == level] for level in sorted(set(depth.values()))]


def without_implied(arrows: list[Arrow], house: House) -> list[Arrow]:
    """Leaves out what can be reached through another frame anyway."""
    return [
        (source, target)
        for source, target in arrows
        if not any(
            first == source and between != target and target in house.reached_from(between) for first, between in arrows
        )
    ]


def boxes_of(row: list[str], house: House, top: float) -> list[Box]:
    width = min(WIDEST, (WIDTH - LEFT - MARGIN - GAP * (len(row) - 1)) / len(row))
    left = LEFT + (WIDTH - LEFT - MARGIN - width * len(row) - GAP * (len(row) - 1)) / 2
    boxes = []
    for number, frame in enumerate(row):
        words = ", ".join(house.frames[frame]) or sentence_of(frame)
        lines = textwrap.wrap(words, int((width - 20) / LETTER))
        boxes.append(Box(frame, lines, left + number * (width + GAP), top, width))
    tallest = max(len(box.lines) for box in boxes)
    for box in boxes:
        box.height = 30 + tallest * LINE
    return boxes


def place(house: House) -> tuple[list[Box], list[tuple[float, float]]]:
    """Gives all boxes, and (top, bottom) of each band."""
    wrong = {*house.circles(), *house.upward()}
    boxes: list[Box] = []
    bands: list[tuple[float, float]] = []
    top = float(MARGIN)
    for band in BANDS:
        start = top
        frames = [frame for frame in house.frames if room_of(frame) in band]
        top += 16
        for row in levels(frames, [arrow for arrow in house.within(band) if arrow not in wrong]):
            boxes += boxes_of(row, house, top)
            top += boxes[-1].height + ROW_GAP
        top += 16 - ROW_GAP
        bands.append((start, top))
        top += 34
    return boxes, bands


def draw_box(box: Box) -> Iterator[str]:
    yield f'<g data-frame="{escape(box.frame)}">'
    yield (
        f'<rect class="frame" x="{box.left:.0f}" y="{box.top:.0f}" width="{box.width:.0f}" '
        f'height="{box.height:.0f}" rx="6"/>'
    )
    title = box.frame.removesuffix(" above")
    yield f'<text class="title" x="{box.left + 10:.0f}" y="{box.top + 19:.0f}">{escape(title)}</text>'
    for number, line in enumerate(box.lines):
        y = box.top + 37 + number * LINE
        yield f'<text x="{box.left + 10:.0f}" y="{y:.0f}">{escape(line)}</text>'
    yield "</g>"


def draw_arrows(house: House, boxes: list[Box]) -> Iterator[str]:
    at = {box.frame: box for box in boxes}
    wrong = {*house.circles(), *house.upward()}
    for band in BANDS:
        right = [arrow for arrow in house.within(band) if arrow not in wrong]
        for source, target in without_implied(right, house):
            yield draw_arrow(at[source], at[target], "arrow")
    for source, target in sorted(wrong):
        yield draw_arrow(at[source], at[target], "arrow wrong")


def draw_arrow(source: Box, target: Box, kind: str) -> str:
    """Bends from the lower edge to the upper one, leaning towards where it goes so that arrows part early."""
    lean = (target.left + target.width / 2 - source.left - source.width / 2) / WIDTH
    x1 = source.left + source.width * (0.5 + max(-0.42, min(0.42, lean)))
    x2 = target.left + target.width * (0.5 - max(-0.42, min(0.42, lean)))
    y1, y2 = source.top + source.height, target.top - 3
    bend = max(24.0, abs(y2 - y1) / 2.2)
    path = f"M{x1:.0f} {y1:.0f} C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
    return f'<path class="{kind}" d="{path}"/>'


def draw_bands(house: House, bands: list[tuple[float, float]]) -> Iterator[str]:
    for number, (names, (top, bottom)) in enumerate(zip(BANDS, bands, strict=True)):
        yield (
            f'<rect class="band" x="{MARGIN / 2:.0f}" y="{top:.0f}" width="{WIDTH - MARGIN}" '
            f'height="{bottom - top:.0f}" rx="10"/>'
        )
        yield f'<text class="room" x="{MARGIN + 4}" y="{top + 32:.0f}">{names[0]}/</text>'
        yield f'<text x="{MARGIN + 4}" y="{top + 50:.0f}">{SAID[names[0]]}</text>'
        if number + 1 < len(bands):
            yield f'<path class="arrow down" d="M{MARGIN + 50} {bottom:.0f} V{bottom + 22:.0f}"/>'
            crossing = sum(
                many for (source, target), many in house.arrows.items() if band_of(source) <= number < band_of(target)
            )
            yield f'<text x="{MARGIN + 66}" y="{bottom + 21:.0f}">{crossing} imports go down here</text>'


def draw(house: House) -> str:
    boxes, bands = place(house)
    height = bands[-1][1] + MARGIN
    head = (
        '<marker id="head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" '
        'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="#0f5e4d"/></marker>'
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img">',
        "<title>The rooms of Đồng Hành and who imports whom</title>",
        f"<style>{STYLE}</style><defs>{head}</defs>",
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>',
        *draw_bands(house, bands),
        *draw_arrows(house, boxes),
        *(part for box in boxes for part in draw_box(box)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(draw(read_house()), encoding="utf-8")
    print(PICTURE.relative_to(ROOT))
