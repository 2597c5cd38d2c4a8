"""The figures as a workbook and as a picture."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.documents.sheet import Sheet, as_workbook

COLOURS = {"on_time": "#0f5e4d", "late": "#9a5b00", "overdue": "#b3261e"}
SCALE = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: of which period, which part (a key of COLOURS) and its words, how many."""

    period: str
    part: str
    words: str
    count: int


def workbook(title: str, headings: Sequence[str], rows: Sequence[Sequence[str | int]]) -> bytes:
    """Writes an .xlsx: a line for each figure, with the period before beside it."""
    return as_workbook(Sheet(title, headings, rows))


def picture(title: str, bars: Sequence[Bar]) -> bytes:
    """Draws a PNG: a bar for each period, stacked."""
    import vl_convert  # a tenth of a second and fifty megabytes

    words = list(dict.fromkeys(bar.words for bar in bars))
    colours = [COLOURS[part] for part in dict.fromkeys(bar.part for bar in bars)]
    order = {"sort": None, "axis": {"title": None, "labelAngle": 0}}
    colour = {"field": "what", "type": "nominal", "sort": None, "scale": {"domain": words, "range": colours}}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": title,
        "background": "#faf8f4",
        "padding": 16,
        "width": 480,
        "height": 260,
        "data": {"values": [{"period": bar.period, "what": bar.words, "count": bar.count} for bar in bars]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "period", "type": "ordinal", **order},
            "y": {"field": "count", "type": "quantitative", "axis": {"title": None, "format": "d", "tickMinStep": 1}},
            "color": {**colour, "legend": {"title": None, "orient": "bottom"}},
        },
    }
    drawn: bytes = vl_convert.vegalite_to_png(json.dumps(spec), scale=SCALE)
    return drawn
