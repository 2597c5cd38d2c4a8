"""Reads the tables of web pages: many a system writes such a page and calls it .xls."""

from html.parser import HTMLParser

from handlers.understand.tables.cells import MOST_COLUMNS, Cell, Merge, Table, Unreadable
from handlers.understand.tables.separated import decoded


def read(content: bytes) -> list[Table]:
    """Gives the tables of a page. Raises Unreadable."""
    page = _Page()
    page.feed(decoded(content))
    page.close()
    if not page.tables:
        raise Unreadable("not_a_table")
    return page.tables


class _Page(HTMLParser):
    """Collects rows and cells; what is not closed ends with the next of its kind."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.row = self.column = 0
        self.words: list[str] | None = None
        self.spans = (1, 1)

    def _begins(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append(Table(""))
            self.row = 0
        elif tag in ("tr", "row"):
            self._end_cell()
            self.row, self.column = self.row + 1, 0
        elif tag in ("td", "th", "cell"):
            self._end_cell()
            given = {name: value or "" for name, value in attrs}
            self.words, self.spans = [], (_span(given.get("rowspan")), _span(given.get("colspan")))
        elif tag == "br" and self.words is not None:
            self.words.append("\n")

    def _ends(self, tag: str) -> None:
        if tag in ("td", "th", "cell", "tr", "row", "table"):
            self._end_cell()

    def _says(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)

    # the parser's names for what it meets
    handle_starttag = _begins
    handle_endtag = _ends
    handle_data = _says

    def _end_cell(self) -> None:
        if self.words is None or not self.tables:
            return
        table, (down, across) = self.tables[-1], self.spans
        while any(_covers(merge, self.row, self.column) for merge in table.merges):
            self.column += 1
        if self.column < MOST_COLUMNS:
            table.put(self.row, self.column, Cell(" ".join("".join(self.words).split())))
            if down > 1 or across > 1:
                table.merges.append(Merge(self.row, self.row + down - 1, self.column, self.column + across - 1))
        self.column += across
        self.words = None


def _span(said: str | None) -> int:
    return max(1, int(said)) if said and said.isascii() and said.isdigit() and len(said) < 4 else 1


def _covers(merge: Merge, row: int, column: int) -> bool:
    return merge.top < row <= merge.bottom and merge.left <= column <= merge.right
