"""How many keys lead to something on a page of the desk: `j` from row to row, Tab from one to the next, then Enter."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

STOPS = ("a", "button", "input", "select", "textarea", "summary")
# Tab to «to the page itself», and Enter
SKIPS = 2


@dataclass(frozen=True, slots=True)
class Stop:
    """Where Tab stops: `leads` an address, or what a button sends. `row`: the place of its row, -1 outside of rows."""

    leads: str
    row: int
    in_page: bool
    is_rows_own: bool


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet, and how many of its kind stand in it."""

    tag: str
    within: int = 0


@dataclass(slots=True)
class Reader(HTMLParser):
    """Reads a page as the keys see it, with what is folded shut left out."""

    stops: list[Stop] = field(default_factory=list)
    rows: int = 0
    in_page: bool = False
    row: _Open | None = None
    folded: _Open | None = None

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.in_page = self.in_page or told.get("id") == "main"
        for one in (self.row, self.folded):
            if one and one.tag == tag:
                one.within += 1
        if "data-row" in told and self.row is None:
            self.row, self.rows = _Open(tag), self.rows + 1
        if tag == "details" and "open" not in told and self.folded is None:
            self.folded = _Open(tag)
        is_seen = tag == "summary" or self.folded is None
        if tag in STOPS and is_seen and told.get("type") != "hidden" and "hidden" not in told:
            leads = told.get("value") if tag in ("button", "input") else told.get("href")
            row = self.rows - 1 if self.row else -1
            self.stops.append(Stop(leads or "", row, self.in_page, "data-open" in told))

    def handle_endtag(self, tag: str) -> None:
        self.row, self.folded = _closed(self.row, tag), _closed(self.folded, tag)


def _closed(one: _Open | None, tag: str) -> _Open | None:
    if one is None or one.tag != tag:
        return one
    one.within -= 1
    return one if one.within >= 0 else None


def strokes(page: str, leads: str) -> int:
    """Counts the keys from a page just opened to what leads there, the last one pressing it. Raises StopIteration."""
    reader = Reader()
    reader.feed(page)
    stops = reader.stops
    at = next(place for place, stop in enumerate(stops) if stop.leads == leads)
    ways = [at + 1]
    if stops[at].in_page:
        ways.append(SKIPS + at - next(place for place, stop in enumerate(stops) if stop.in_page) + 1)
    if stops[at].row >= 0:
        in_row = [place for place, stop in enumerate(stops) if stop.row == stops[at].row]
        begins = next((place for place in in_row if stops[place].is_rows_own), in_row[0])
        ways.append(stops[at].row + 1 + abs(at - begins))
    return min(ways) + 1
