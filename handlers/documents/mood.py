"""Draws how somebody said they were, month by month, as a small picture: a dot on a line, and no number."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from handlers.documents.pdf import NotWritten
from handlers.documents.visit_month import ACCENT, FONT, GREY, INK, PAPER

STEP, HIGH, LEFT, TOP = 92, 46, 190, 76
LINE = "#d9d4ca"


@dataclass(frozen=True, slots=True)
class Months:
    """What is drawn: a title, the words of the faces from the best down, and for each month its name and face."""

    title: str
    faces: Sequence[str]
    told: Sequence[tuple[str, int]]


def render(months: Months) -> bytes:
    """Writes a PNG. Raises NotWritten."""
    import vl_convert

    try:
        return bytes(vl_convert.svg_to_png(drawn(months), scale=1.5))
    except ValueError:
        raise NotWritten("mood") from None


def drawn(months: Months) -> str:
    """Draws the SVG."""
    width, height = LEFT + STEP * max(len(months.told), 3) + 16, TOP + HIGH * len(months.faces) + 40
    dots = [(LEFT + STEP * place + STEP // 2, _height(face)) for place, (_, face) in enumerate(months.told)]
    path = " ".join(f"{left},{top}" for left, top in dots)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{FONT}">',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        _words(16, 42, months.title, 24, INK),
        *(_row(width, place, words) for place, words in enumerate(months.faces)),
        f'<polyline points="{path}" fill="none" stroke="{ACCENT}" stroke-width="3"/>',
        *(f'<circle cx="{left}" cy="{top}" r="9" fill="{ACCENT}"/>' for left, top in dots),
        *(
            _words(LEFT + STEP * place + 12, height - 14, month, 17, GREY)
            for place, (month, _) in enumerate(months.told)
        ),
        "</svg>",
    ]
    return "".join(parts)


def _height(face: int) -> int:
    return TOP + HIGH * face + HIGH // 2


def _row(width: int, place: int, words: str) -> str:
    top = _height(place)
    line = f'<line x1="{LEFT}" y1="{top}" x2="{width - 16}" y2="{top}" stroke="{LINE}"/>'
    return line + _words(16, top + 6, words, 18, INK)


def _words(left: int, top: int, words: str, size: int, colour: str) -> str:
    return f'<text x="{left}" y="{top}" font-size="{size}" fill="{colour}">{escape(words)}</text>'
