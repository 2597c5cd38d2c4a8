"""Draws a guardian's month: a week a row, who was seen and who is to be seen, as a picture for the chat."""

from calendar import Calendar
from datetime import date
from html import escape

from handlers.documents.pdf import NotWritten
from handlers.kit.wording import Wording
from handlers.reports.visit_month import Mark, Month

CELL, HIGH, TOP, MOST = 132, 96, 96, 3
PAPER, INK, GREY, ACCENT = "#faf8f4", "#1d2622", "#6b7570", "#0f5e4d"
# the sign stands beside the colour, for eyes that tell no colours apart
SIGNS = {"met": ("√", ACCENT), "vain": ("–", GREY), "planned": ("•", INK), "late": ("!", "#b3261e")}
FONT = "Be Vietnam Pro, Liberation Sans, DejaVu Sans, sans-serif"


def render(month: Month, wording: Wording) -> bytes:
    """Writes a JPEG, as every channel shows it. Raises NotWritten."""
    import vl_convert

    try:
        return bytes(vl_convert.svg_to_jpeg(drawn(month, wording), scale=1.5, quality=88))
    except ValueError:
        raise NotWritten("visit_month") from None


def drawn(month: Month, wording: Wording) -> str:
    """Draws the SVG."""
    weeks = Calendar().monthdatescalendar(month.first.year, month.first.month)
    width, height = 7 * CELL + 32, TOP + len(weeks) * HIGH + 56
    title = wording.text("visit_month.title", month=month.first.month, year=month.first.year)
    names = (wording.text(f"visit_month.weekday.{place}") for place in range(1, 8))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{FONT}">',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        _words(16, 44, title, 28, INK, bold=True),
        *(_words(16 + CELL * place + 8, 84, name, 17, GREY) for place, name in enumerate(names)),
        *(
            _day(day, month, 16 + CELL * column, TOP + HIGH * row)
            for row, week in enumerate(weeks)
            for column, day in enumerate(week)
        ),
        _words(16, height - 22, _legend(wording), 17, GREY),
        "</svg>",
    ]
    return "".join(parts)


def _legend(wording: Wording) -> str:
    return " · ".join(f"{sign} {wording.text(f'visit_month.{sort}')}" for sort, (sign, _) in SIGNS.items())


def _day(day: date, month: Month, left: int, top: int) -> str:
    if day.month != month.first.month:
        return ""
    edge = f'stroke="{ACCENT}" stroke-width="3"' if day == month.today else 'stroke="#d9d4ca"'
    box = f'<rect x="{left}" y="{top}" width="{CELL - 4}" height="{HIGH - 4}" fill="#fff" rx="6" {edge}/>'
    marks = month.days.get(day, [])
    shown = marks if len(marks) <= MOST else marks[: MOST - 1]
    lines = [_mark(mark, left, top + 42 + 22 * place) for place, mark in enumerate(shown)]
    if len(shown) < len(marks):
        lines.append(_words(left + 8, top + 42 + 22 * len(shown), f"+{len(marks) - len(shown)}", 16, GREY))
    return box + _words(left + 8, top + 21, str(day.day), 16, GREY) + "".join(lines)


def _mark(mark: Mark, left: int, top: int) -> str:
    sign, colour = SIGNS[mark.sort]
    who = mark.who if len(mark.who) <= 12 else f"{mark.who[:11]}…"
    return _words(left + 8, top, f"{sign} {who}", 17, colour, bold=mark.sort == "late")


def _words(left: int, top: int, words: str, size: int, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{left}" y="{top}" font-size="{size}" fill="{colour}"{weight}>{escape(words)}</text>'
