"""Which keys the code asks for: written whole, or put together from a beginning and words that stand elsewhere in it.

Three ways of putting together are seen: `f"office.{kind}"`, `"page.js." + name`, `"visit_report.thanks" + "_moved"`.
"""

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "rules", "storage", "seeds")
KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
FILE_NAME = re.compile(r"\.(py|po|html|js|css|json|db|tsv|csv|bin|xml)$")
WORD = re.compile(r"[._]?[a-z0-9_.]+[._]?")
JOINT = re.compile(r"[._]")
BEGINNING = re.compile(r"[a-z_]+\.")
FILLED_IN = "([a-z_0-9.]*)"
QUOTED = re.compile(r"""["'`]([a-z0-9_.]+)(?:["'`]|\$\{)""")
# of seeds/alert_rules.yaml
CODES_OF_RULES = re.compile(r"\b(?:id|reason): ([a-z_]+)")
RECORDS = {"audit", "debug", "info", "warning", "error", "exception", "critical"}


@dataclass(frozen=True, slots=True)
class Usage:
    """The strings of the code: whole ones, f-strings as patterns, and those that something is put behind."""

    words: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    beginnings: frozenset[str]

    def says(self, key: str) -> bool:
        if key in self.words or any(self._joins(key, joint.start(), joint.end()) for joint in JOINT.finditer(key)):
            return True
        matches = (pattern.fullmatch(key) for pattern in self.patterns)
        return any(match and all(map(self._fills, match.groups())) for match in matches)

    def _joins(self, key: str, before: int, after: int) -> bool:
        if key[:before] in self.words and key[before:] in self.words:
            return True
        return key[:after] in self.beginnings and self._fills(key[after:])

    def _fills(self, rest: str) -> bool:
        if not rest or rest.isdecimal() or self.says(rest):
            return True
        joints = JOINT.finditer(rest)
        return any(rest[: joint.start()] in self.words and self._fills(rest[joint.end() :]) for joint in joints)


@cache
def usage(root: Path = ROOT) -> Usage:
    """Reads the code of every room, its pages, and the tables whose codes have texts."""
    words = {word for file in _files(root, ".py") for word in _strings(_syntax(file))}
    for file in [*_files(root, ".html"), *_files(root, ".js")]:
        words.update(QUOTED.findall(file.read_text(encoding="utf-8")))
    beginnings = frozenset(word for word in words if word.endswith((".", "_")))
    for file in [*_files(root, ".csv"), *_files(root, ".tsv")]:
        words.update(_first_cells(file))
    for file in _files(root, ".yaml"):
        words.update(CODES_OF_RULES.findall(file.read_text(encoding="utf-8")))
    nodes = (node for file in _files(root, ".py") for node in ast.walk(_syntax(file)))
    patterns = {_key_pattern(node) for node in nodes if isinstance(node, ast.JoinedStr)} - {""}
    compiled = tuple(re.compile(pattern) for pattern in sorted(patterns))
    return Usage(frozenset(words | {word.strip("._") for word in words}), compiled, beginnings)


def _strings(node: ast.AST) -> Iterator[str]:
    """Finds every string that could be a key or a part of one; what stands in an f-string is no string of its own."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and not isinstance(node, ast.JoinedStr):
            word = str(child.value).lower()
            yield from [word] if WORD.fullmatch(word) else []
        yield from _strings(child)


def _first_cells(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        separator = "\t" if file.suffix == ".tsv" else ","
        yield from (row[0] for row in csv.reader(lines, delimiter=separator) if row and WORD.fullmatch(row[0]))


def _files(root: Path, suffix: str) -> list[Path]:
    """Lists the files of the rooms without migrations: those are history, nobody asks for what they name any more."""
    files = (file for room in ROOMS for file in (root / room).rglob(f"*{suffix}"))
    return sorted(file for file in files if "versions" not in file.parts)


@cache
def _syntax(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def asked_for(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Yields (`file:line`, key as a regular expression) of what `handlers/` and `bot/web/` hand to a call."""
    for file in _files(root, ".py"):
        place = file.relative_to(root)
        if place.parts[0] != "handlers" and place.parts[:2] != ("bot", "web"):
            continue
        for node in ast.walk(_syntax(file)):
            if isinstance(node, ast.Call) and _called(node).removeprefix("a") not in RECORDS | {"udit"}:
                yield from ((f"{place}:{node.lineno}", pattern) for pattern in _patterns(node))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _patterns(call: ast.Call) -> Iterator[str]:
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        for option in [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]:
            if (pattern := _key_pattern(option)) and not FILE_NAME.search(pattern):
                yield pattern


def _key_pattern(node: ast.AST) -> str:
    """Gives the key as a regular expression, "" if it is none: what an f-string fills in may be anything."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value) if KEY.fullmatch(node.value) else ""
    if not isinstance(node, ast.JoinedStr) or not isinstance(node.values[0], ast.Constant):
        return ""
    parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else FILLED_IN for part in node.values]
    return "".join(parts) if BEGINNING.match(str(node.values[0].value)) else ""
