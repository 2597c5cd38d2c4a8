"""Reads a page as strictly as a validator: what is wrong with its markup, in words."""

from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PRESSED = {"a", "button", "select", "textarea", "input", "summary", "label"}
REFERENCES = ("for", "aria-controls", "aria-labelledby", "aria-describedby")
UNLABELLED = {"hidden", "submit", "button"}
Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Element:
    tag: str
    attributes: Attributes
    within: tuple[str, ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.elements: list[Element] = []
        self.open: list[str] = []
        self.first = ""

    def handle_decl(self, decl: str) -> None:
        self.first = self.first or decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.problems += [f"<{tag}> has {name} twice" for name, times in Counter(names).items() if times > 1]
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes something else")


def problems(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [
        *reader.problems,
        *([f"<{reader.open[-1]}> is never closed"] if reader.open else []),
        *([] if reader.first == "DOCTYPE html" else ["it begins without <!DOCTYPE html>"]),
        *_whole(reader.elements),
        *_names(reader.elements),
        *(problem for element in reader.elements for problem in _of(element)),
    ]


def _whole(elements: list[Element]) -> list[str]:
    tags = Counter(element.tag for element in elements)
    return [f"there are {tags[tag]} <{tag}>" for tag in ("h1", "main", "title") if tags[tag] != 1]


def _names(elements: list[Element]) -> list[str]:
    ids = Counter(element.attributes["id"] for element in elements if "id" in element.attributes)
    wanted = {name for one in elements for key in REFERENCES for name in one.attributes.get(key, "").split()}
    wanted |= {one.attributes["href"][1:] for one in elements if one.attributes.get("href", "").startswith("#")}
    labelled = {one.attributes.get("for") for one in elements if one.tag == "label"}
    fields = [one for one in elements if one.tag in ("input", "select", "textarea")]
    panels = {one.attributes.get("id") for one in elements if one.attributes.get("role") == "tabpanel"}
    tabs = [one.attributes for one in elements if one.attributes.get("role") == "tab"]
    return [
        *(f"id {name} stands {times} times" for name, times in ids.items() if times > 1 or not name),
        *(f"nothing is called {name}" for name in wanted - set(ids)),
        *(f"a tab controls no panel: {tab}" for tab in tabs if tab.get("aria-controls") not in panels),
        *(f"no label: {one}" for one in fields if _wants_label(one) and one.attributes.get("id") not in labelled),
    ]


def _wants_label(element: Element) -> bool:
    hidden = "hidden" in element.attributes or element.attributes.get("type") in UNLABELLED
    return not hidden and "aria-label" not in element.attributes


def _of(element: Element) -> list[str]:
    tag, attributes = element.tag, element.attributes
    wrong = {
        "has a handler or a style of its own": any(name == "style" or name.startswith("on") for name in attributes),
        "can be pressed within something else": tag in PRESSED and bool(PRESSED.intersection(element.within)),
        "has no type": tag == "button" and "type" not in attributes,
        "has no words for those who see no pictures": tag == "img" and "alt" not in attributes,
        "names no language": tag == "html" and not attributes.get("lang"),
        "is hidden in a way SVG does not know": tag == "svg" and "hidden" in attributes,
    }
    return [f"<{tag}> {what}: {attributes}" for what, is_so in wrong.items() if is_so]
