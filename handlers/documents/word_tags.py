"""The few tags that a Word template may hold, checked against the fields of its form before anything renders them.

`{{ ho_ten }}`, `{{ ho_ten|upper }}`, `{% if lo_ngai %} … {% else %} … {% endif %}`, and for lists a row of a table or a
paragraph for each line: `{%tr for l in lan_tham %} … {{ l.ngay }} … {%tr endfor %}`. Nothing else is a tag.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from handlers.documents.word_package import WORD, Fault, Part
from handlers.understand.fold import fold
from rules.document_forms import DocumentForm

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_TAGS = 500
LONGEST_WHERE = 80
FILTERS = ("upper", "lower")
NAME = r"[a-z][a-z0-9_]*"
TAG = re.compile(r"\{\{([^{}%#]*)\}\}|\{%(tr|p|)(?=\s)([^{}%#]*)%\}")
VALUE = re.compile(rf"\s*({NAME})(?:\.({NAME}))?\s*(?:\|\s*([a-z]+)\s*)?")
FOR = re.compile(rf"\s*for\s+({NAME})\s+in\s+({NAME})\s*")
IF = re.compile(rf"\s*if\s+(?:not\s+)?({NAME})(?:\.({NAME}))?\s*")
OTHERS = re.compile(r"\s*(endfor|endif|else)\s*")
BRACES = re.compile(r"[{}]")
# names that the template engine takes for its own
RESERVED = ("for", "in", "if", "not", "else", "and", "or", "is", "none", "true", "false", "loop", "self", "super")


@dataclass(slots=True)
class _Open:
    """A `for` or an `if` that is not closed yet; `variable` stands for one line of the list `rows`."""

    kind: str
    prefix: str
    where: str
    within: "_Element | None"
    variable: str = ""
    rows: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    form: DocumentForm
    faults: list[Fault] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    tags: int = 0
    # what an opened tag must close in: the paragraph, or what holds the paragraph or row that the tag stands for
    within: "_Element | None" = None

    def fault(self, code: str, what: str, where: str, meant: str = "") -> None:
        self.faults.append(Fault(code, what.strip(), where, meant))


def faults_of(parts: list[Part], form: DocumentForm) -> list[Fault]:
    """Lists what is wrong with the tags of a template, each with the words around it; none when it can be used."""
    reading = _Reading(form)
    for part in parts:
        _check_hidden(part, reading)
        for paragraph in part.root.iter(f"{WORD}p"):
            _read_paragraph(paragraph, reading)
        for left in reading.open:
            reading.fault("not_closed", left.kind, left.where)
        reading.open.clear()
    if reading.tags > MOST_TAGS:
        reading.faults.insert(0, Fault("too_many_tags"))
    if not reading.tags and not reading.faults:
        reading.faults.append(Fault("no_tags"))
    return reading.faults


def _check_hidden(part: Part, reading: _Reading) -> None:
    """Refuses tags where nobody reads them: in attributes, and in whatever is no text."""
    for element in part.root.iter():
        texts = [*map(str, element.values()), element.tail or ""]
        if element.tag != f"{WORD}t":
            texts.append(element.text or "")
        if any(mark in text for text in texts for mark in ("{{", "{%", "{#", "}}", "%}")):
            reading.fault("hidden_tag", "", "")
            return


def _read_paragraph(paragraph: "_Element", reading: _Reading) -> None:
    text = "".join(_own_text(paragraph))
    if not BRACES.search(text):
        return
    where = f"{text.strip()[:LONGEST_WHERE]}…" if len(text.strip()) > LONGEST_WHERE else text.strip()
    tags = list(TAG.finditer(text))
    if BRACES.search(TAG.sub("", text)):
        reading.fault("loose_brace", "", where)
        return
    reading.tags += len(tags)
    for tag in tags:
        _check_alone(tag, paragraph, tags, where, reading)
        if tag[1] is not None:
            _read_value(tag[1], where, reading)
        else:
            reading.within = _around(tag[2], paragraph)
            _read_statement(tag[2], tag[3], where, reading)


def _around(prefix: str, paragraph: "_Element") -> "_Element | None":
    if prefix == "tr":
        row = next(paragraph.iterancestors(f"{WORD}tr"), None)
        return None if row is None else row.getparent()
    return paragraph.getparent() if prefix == "p" else paragraph


def _own_text(paragraph: "_Element") -> Iterator[str]:
    """Yields the text of a paragraph without that of a box inside of it."""
    for text in paragraph.iter(f"{WORD}t"):
        above = next(text.iterancestors(f"{WORD}p"))
        if above is paragraph:
            yield text.text or ""


def _check_alone(
    tag: re.Match[str], paragraph: "_Element", tags: list[re.Match[str]], where: str, reading: _Reading
) -> None:
    """Checks that a tag for a whole row or paragraph is the only one in it: what is around it is left out."""
    rows = list(paragraph.iterancestors(f"{WORD}tr"))
    row_text = "".join(text.text or "" for text in rows[0].iter(f"{WORD}t")) if rows else ""
    if tag[2] == "tr" and (len(rows) != 1 or len(TAG.findall(row_text)) > 1):
        reading.fault("not_in_own_row", tag[0], where)
    elif tag[2] == "p" and len(tags) > 1:
        reading.fault("not_in_own_paragraph", tag[0], where)


def _read_value(inside: str, where: str, reading: _Reading) -> None:
    read = VALUE.fullmatch(inside)
    if read is None:
        nearest = _nearest(inside, reading.form)
        reading.fault("unknown_field" if nearest else "not_a_field", inside, where, nearest)
        return
    if read[3] and read[3] not in FILTERS:
        reading.fault("unknown_filter", read[3], where)
    _check_name(read[1], read[2], where, reading)


def _check_name(name: str, part: str | None, where: str, reading: _Reading) -> None:
    """Checks that a name is a field of the form, or the variable of the list around it with a part of its lines."""
    loop = next((opened for opened in reading.open if opened.variable == name), None)
    if loop is not None:
        if loop.rows and part not in loop.rows:
            near = get_close_matches(part or "", loop.rows, 1, 0.5) or list(loop.rows[:1])
            reading.fault("unknown_field", f"{name}.{part or ''}".rstrip("."), where, f"{name}.{near[0]}")
        return
    form_field = reading.form.by_name.get(name)
    if form_field is None:
        reading.fault("unknown_field", f"{name}.{part}" if part else name, where, _nearest(name, reading.form))
    elif form_field.rows and part is None:
        reading.fault("is_a_list", name, where, form_field.rows[0])
    elif part is not None:
        reading.fault("not_a_field", f"{name}.{part}", where)


def _nearest(words: str, form: DocumentForm) -> str:
    """Finds the field that was likely meant: «họ tên», `Ho_Ten`, `hoten`."""
    typed = fold(words).strip().replace(" ", "_")
    near = get_close_matches(typed, list(form.by_name), 1, 0.6)
    return near[0] if near else ""


def _read_statement(prefix: str, inside: str, where: str, reading: _Reading) -> None:
    if read := FOR.fullmatch(inside):
        _open_loop(prefix, read[1], read[2], where, reading)
    elif read := IF.fullmatch(inside):
        if (form_field := reading.form.by_name.get(read[1])) is None or not form_field.rows or read[2]:
            _check_name(read[1], read[2], where, reading)
        reading.open.append(_Open("if", prefix, where, reading.within))
    elif read := OTHERS.fullmatch(inside):
        _close(read[1], prefix, where, reading)
    else:
        reading.fault("not_a_tag", inside, where)


def _open_loop(prefix: str, variable: str, name: str, where: str, reading: _Reading) -> None:
    form_field = reading.form.by_name.get(name)
    if form_field is None or not form_field.rows:
        lists = [field.name for field in reading.form.fields if field.rows]
        near = get_close_matches(name, lists, 1, 0.4)
        reading.fault("not_a_list", name, where, near[0] if near else ", ".join(lists))
    if any(opened.kind == "for" for opened in reading.open):
        reading.fault("loop_in_loop", name, where)
    if variable in RESERVED or variable in reading.form.by_name:
        reading.fault("taken_name", variable, where)
    reading.open.append(_Open("for", prefix, where, reading.within, variable, form_field.rows if form_field else ()))


def _close(word: str, prefix: str, where: str, reading: _Reading) -> None:
    kind = {"endfor": "for", "endif": "if", "else": "if"}[word]
    last = reading.open[-1] if reading.open else None
    if last is None or last.kind != kind or last.prefix != prefix or last.within is not reading.within:
        reading.fault("closes_nothing", word, where)
    elif word != "else":
        reading.open.pop()
