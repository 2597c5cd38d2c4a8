"""Every key that the code asks for has its sentence, and every sentence is asked for by somebody."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from handlers.kit import Choice, Choices
from handlers.kit.registry import FORMS
from tests.test_texts import texts
from tests.tree import ROOT, code_in, nodes, place

KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
NOT_KEYS = re.compile(r"\.(py|po|html|js|css|json|db|tsv|csv|bin)$")
RECORDS = {"audit", "debug", "info", "warning", "error", "exception", "critical"}


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def as_pattern(argument: ast.expr) -> str | None:
    """The key as a regular expression: what an f-string fills in may be anything."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return re.escape(argument.value) if KEY.fullmatch(argument.value) else None
    if not isinstance(argument, ast.JoinedStr) or not isinstance(argument.values[0], ast.Constant):
        return None
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_0-9.]+" for part in argument.values
    ]
    return "".join(parts) if re.match(r"[a-z_]+\\\.", parts[0]) else None


def asked_for(file: Path) -> Iterator[tuple[str, ast.AST]]:
    """Keys handed to anything but the audit and the log."""
    for node in nodes(file):
        if not isinstance(node, ast.Call) or called(node).removeprefix("a") in RECORDS or called(node) in RECORDS:
            continue
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
            options = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
            for option in options:
                if (pattern := as_pattern(option)) and not NOT_KEYS.search(pattern):
                    yield pattern, node


@cache
def asked_by_forms() -> frozenset[str]:
    keys = set()
    for form in FORMS.values():
        for question in form.questions:
            keys |= {question.key("ask"), question.key("label")}
            if isinstance(question, Choice | Choices) and not callable(question.source):
                prefix = question.labels or f"{question.form_id}.{question.id}"
                keys |= {f"{prefix}.{code}" for code in question.source}
    return frozenset(keys)


def test_every_key_in_the_code_has_its_sentence() -> None:
    known = "\n".join(texts("vi"))
    missing = [
        f"{place(file, node)} {pattern}"
        for file in code_in("handlers", "bot/web")
        for pattern, node in asked_for(file)
        if not re.search(rf"^{pattern}(\.|$)", known, re.MULTILINE)  # the beginning of keys is handed on, too
    ]
    assert not missing, "\n".join(["add these to handlers/texts/vi/ and en/:", *missing])


def test_every_question_and_every_choice_has_its_words() -> None:
    assert asked_by_forms() - texts("vi").keys() == set()


def test_every_sentence_is_asked_for() -> None:
    sources = [*code_in("handlers", "bot", "rules", "storage"), *(ROOT / "bot" / "web").rglob("*.html")]
    sources += (ROOT / "bot" / "web").rglob("*.js")
    written = "\n".join(source.read_text(encoding="utf-8") for source in sources).replace("'", '"')
    forms = {form.id for form in FORMS.values()}

    def is_said(key: str) -> bool:
        """Whole, or put together from a beginning that stands in the code: `f"office.{kind}"`, `"page.js." + name`."""
        beginnings = (key[: found.end()] for found in re.finditer(r"[._]", key))
        return f'"{key}"' in written or any(f'"{start}{end}' in written for start in beginnings for end in '{"')

    silent = [key for key in texts("vi") if key.split(".")[0] not in forms and not is_said(key)]
    assert not silent, f"nobody says these any more: {silent}"
