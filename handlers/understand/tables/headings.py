"""Finds which row of a table is its heading, and what each column holds, by the words of its heading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.understand.fold import bare
from handlers.understand.tables.cells import Table, Unreadable
from handlers.understand.tables.fonts import mended
from handlers.understand.tables.heading_words import KINDS, RELATIVE

LOOKED_AT = 20
ASKED_FOR = (
    "hamlet",
    "case_type",
    "released_on",
    "name",
    "phone",
    "born",
    "guardian",
    "guardian_phone",
    "note",
    "ignored",
)


# what a row says once of each
OF_ONE = ("born", "phone", "hamlet", "case_type", "released_on", "ends_on", "id_number")


@dataclass(slots=True)
class Headings:
    """Where the heading ends, and what stands below it. `codes`: of each column; `written`: each heading as it is."""

    last_row: int
    written: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)

    @property
    def unknown(self) -> list[str]:
        return list(dict.fromkeys(self.written[column] for column, code in self.codes.items() if code == "unknown"))

    def columns(self, code: str) -> list[int]:
        return [column for column, own in self.codes.items() if own == code]

    def heading(self, code: str) -> str | None:
        """Gives the heading of the first column with this code, as it is written."""
        return next((self.written[column] for column in self.columns(code)), None)


def kind_of(heading: str, remembered: Mapping[str, str]) -> str:
    """Gives the code of a heading; `unknown` for what must be asked. `remembered`: what was answered, folded."""
    words = bare(heading.replace("_", " "))
    if words in remembered:
        return remembered[words]
    return next((code for code, pattern in KINDS if pattern.search(words)), "unknown")


def find(table: Table, remembered: Mapping[str, str] | None = None) -> Headings:
    """Finds the heading within the first rows. Raises Unreadable where none is."""
    remembered = remembered or {}
    numbers = sorted(table.rows)
    first = [number for number in numbers if number - numbers[0] < LOOKED_AT][:LOOKED_AT] if numbers else []
    best, best_worth = None, 1
    for at, number in enumerate(first):
        top = _texts(table, number)
        candidates = [(number, top)]
        if at + 1 < len(first) and first[at + 1] == number + 1 and _can_go_on(table, number):
            below = _texts(table, number + 1)
            joined = _joined(top, below)
            # a title above a heading adds nothing to it
            if _worth(_read(number + 1, joined, remembered)) > _worth(_read(number + 1, below, remembered)):
                candidates.append((number + 1, joined))
        for last_row, texts in candidates:
            headings = _read(last_row, texts, remembered)
            worth = _worth(headings)
            if worth > best_worth:
                best, best_worth = headings, worth
    if best is None:
        raise Unreadable("no_headings")
    _part_names(table, best)
    return best


def _part_names(table: Table, headings: Headings) -> None:
    """Takes «Họ và tên» over two columns, merged or with none above the second, as family name and given name."""
    for column in headings.columns("name"):
        behind = column + 1
        is_shared = any(
            merge.left == column and merge.right == behind and merge.top <= headings.last_row for merge in table.merges
        )
        if is_shared or (behind not in headings.written and _are_given_names(table, headings.last_row, column)):
            headings.codes |= {column: "family", behind: "given"}
            headings.written.setdefault(behind, headings.written[column])
            return


def _are_given_names(table: Table, last_row: int, column: int) -> bool:
    """Says whether most who are named in a column have one more word behind, which is not «Nam» or «Nữ» of all."""
    rows = [row for number, row in table.rows.items() if number > last_row and column in row]
    behind = [bare(row[column + 1].text) for row in rows if column + 1 in row]
    are_words = all(word.isalpha() and len(word) > 1 for word in behind)
    return are_words and len(behind) * 2 > len(rows) and not {*behind} <= {"nam", "nu"}


def _worth(headings: Headings) -> int:
    """Counts the different things that the columns hold; nought where nobody is named."""
    codes = {code for code in headings.codes.values() if code != "unknown"}
    named = codes & {"name", "given", "guardian"}
    long_titles = sum(len(text) > 60 for text in headings.written.values())
    return len(codes) - long_titles if named else 0


def _read(last_row: int, texts: Mapping[int, str], remembered: Mapping[str, str]) -> Headings:
    headings = Headings(last_row, dict(texts), {column: kind_of(text, remembered) for column, text in texts.items()})
    codes = headings.codes
    if "given" in codes.values() and "family" not in codes.values() and "name" not in codes.values():
        codes |= {column: "name" for column, code in codes.items() if code == "given"}
    if "guardian" in codes.values() and not {"name", "given"} & set(codes.values()):
        of_people = {"guardian": "name", "guardian_phone": "phone", "guardian_born": "born"}
        codes |= {column: of_people[code] for column, code in codes.items() if code in of_people}
    if helper := headings.columns("guardian"):
        _give_to_helper(headings, helper[0])
    names = headings.columns("name")
    for column in names[1:]:
        codes[column] = "unknown"
    _leave_to_others(headings, [*names[1:], *(column for column, text in texts.items() if RELATIVE.search(bare(text)))])
    return headings


def _give_to_helper(headings: Headings, helper: int) -> None:
    """Takes what stands behind the helper's name, a second time or at once as their number, as the helper's."""
    codes = headings.codes
    phones, births = headings.columns("phone"), headings.columns("born")
    behind = [column for column in phones if column > helper]
    if "guardian_phone" not in codes.values() and behind and (len(phones) > 1 or behind[0] == helper + 1):
        codes[behind[0]] = "guardian_phone"
    codes |= {column: "guardian_born" for column in births[1:] if column > helper}


def _leave_to_others(headings: Headings, others: Sequence[int]) -> None:
    """Takes what comes once more behind the name of somebody else, a wife or a second list, as nobody's of ours."""
    first = min(others, default=None)
    if first is None:
        return
    own = {code for column, code in headings.codes.items() if column < first and code in OF_ONE}
    headings.codes |= {column: "unknown" for column, code in headings.codes.items() if column > first and code in own}


def _texts(table: Table, number: int) -> dict[int, str]:
    """Gives the texts of a heading's row; what is merged across stands in each of its columns."""
    row = table.rows.get(number, {})
    texts = dict(zip(row, map(_in_one_line, mended(list(row.values()))), strict=True))
    for merge in table.merges:
        if merge.top == number and merge.left in texts and merge.right - merge.left < 12:
            texts |= {column: texts[merge.left] for column in range(merge.left, merge.right + 1) if column not in texts}
    return {column: text for column, text in sorted(texts.items()) if text}


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _can_go_on(table: Table, number: int) -> bool:
    """Says whether the next row may be the lower half of a heading: without figures, and under merged cells."""
    below = table.rows[number + 1]
    if any(cell.number is not None or cell.day or any(sign.isdigit() for sign in cell.text) for cell in below.values()):
        return False
    across = any(merge.top == number and merge.right > merge.left for merge in table.merges)
    down = any(merge.top == number and merge.bottom == number + 1 for merge in table.merges)
    gaps = any(column not in table.rows[number] for column in below)
    words = sum(kind_of(cell.text, {}) != "unknown" for cell in below.values())
    return (across or down or gaps) and words * 2 >= len(below)


def _joined(top: Mapping[int, str], below: Mapping[int, str]) -> dict[int, str]:
    columns = sorted({*top, *below})
    return {
        column: " ".join(dict.fromkeys(text for text in (top.get(column, ""), below.get(column, "")) if text))
        for column in columns
    }


def is_again(headings: Headings, texts: Mapping[int, str]) -> bool:
    """Says whether a row repeats the heading, as at the top of a printed page."""
    repeats = [bare(text) == bare(headings.written.get(column, "")) for column, text in texts.items()]
    return len(repeats) > 1 and sum(repeats) * 2 > len(repeats)


def best_of(tables: Sequence[Table], remembered: Mapping[str, str]) -> tuple[Table, Headings]:
    """Picks the sheet with the list: the most columns that are known, then the most rows. Raises Unreadable."""
    candidates, problem = [], Unreadable("no_headings")
    for at, table in enumerate(tables):
        try:
            headings = find(table, remembered)
        except Unreadable as why:
            problem = why
            continue
        below = sum(number > headings.last_row for number in table.rows)
        worth = _worth(headings)
        candidates.append((not table.hidden, worth > 2, below > 0, worth, below, -at, table, headings))
    if not candidates:
        raise problem
    best = max(candidates, key=lambda candidate: candidate[:6])
    return best[6], best[7]
