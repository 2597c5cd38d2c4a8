"""The figures as a workbook and as a picture."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.documents.sheet import Sheet, as_workbook

COLOURS = {
    "on_time": "#0f5e4d",
    "late": "#9a5b00",
    "overdue": "#b3261e",
    "asked": "#b9c9c3",
    "accepted": "#4f8f7d",
    "done": "#0f5e4d",
    "principal": "#0f5e4d",
    "interest": "#9a5b00",
}
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
    order = {"sort": None, "axis": {"title": None, "labelAngle": 0}}
    counts = {"field": "count", "type": "quantitative", "axis": {"title": None, "format": "d", "tickMinStep": 1}}
    encoding = {"x": {"field": "period", "type": "ordinal", **order}, "y": counts, "color": _colour(bars)}
    return _drawn({"title": title, "width": 480, "height": 260, "mark": "bar", "encoding": encoding}, bars)


def funnel(title: str, bars: Sequence[Bar]) -> bytes:
    """Draws a PNG: for each kind (the `period` of its bars) a bar for each stage, one under the other."""
    counts = {"field": "count", "type": "quantitative", "axis": {"title": None, "format": "d", "tickMinStep": 1}}
    kinds = {"field": "period", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 220}}
    stages = {"field": "what", "type": "nominal", "sort": None}
    encoding = {"y": kinds, "yOffset": stages, "x": counts, "color": _colour(bars)}
    layers = [
        {"mark": "bar"},
        {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": {"text": {"field": "count"}}},
    ]
    height = 70 * max(len({bar.period for bar in bars}), 1)
    return _drawn({"title": title, "width": 480, "height": height, "encoding": encoding, "layer": layers}, bars)


def _colour(bars: Sequence[Bar]) -> dict[str, object]:
    words = list(dict.fromkeys(bar.words for bar in bars))
    colours = [COLOURS[part] for part in dict.fromkeys(bar.part for bar in bars)]
    scale = {"domain": words, "range": colours}
    legend = {"title": None, "orient": "bottom"}
    return {"field": "what", "type": "nominal", "sort": None, "scale": scale, "legend": legend}


def _drawn(spec: dict[str, object], bars: Sequence[Bar]) -> bytes:
    import vl_convert  # a tenth of a second and fifty megabytes

    values = [{"period": bar.period, "what": bar.words, "count": bar.count} for bar in bars]
    frame = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "#faf8f4",
        "padding": 16,
        "data": {"values": values},
    }
    drawn: bytes = vl_convert.vegalite_to_png(json.dumps({**frame, **spec}), scale=SCALE)
    return drawn
