"""Habits of this house that no linter knows; each message says the way out."""

import ast
import re
import unicodedata
from pathlib import Path

import pytest

from tests.tree import SHIPPED, code_in, functions, nodes, place, sentences, syntax, tracked_texts

VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
RECOGNISES_WHAT_PEOPLE_TYPE = ("handlers/understand/", "rules/links.py")
TALKS_TO_TECHNICIANS = "bot/commands/"
OUR_NAME = "Đồng Hành"
EMPTY_NAMES = re.compile(r"^(utils?|helpers?|common|misc|managers?|base)$")
BANNED_CLASS = re.compile(r"(Manager|Helper|Utils?|Impl)$|.Service$|^I[A-Z][a-z]+[A-Z]|^Base[A-Z]")
# `handle_error` is aiohttp's name for what a connection does with a request that is no HTTP
BANNED_FUNCTION = re.compile(r"^_?handle_(?!error$)")
BANNED_WORD = re.compile(r"(^|_)(ward|wards|offender|offenders|inmate|inmates|convict|convicts)(_|$)")
NO_VERBS = {"This", "Its", "As", "Those", "Always"}
UNFINISHED = re.compile("TO" + "DO|FIX" + "ME|XX" + r"X\b|raise NotImplemented" + "Error|pragma: no " + "cover")
NOT_OURS_TO_TELL = re.compile(
    "(?<!handlers)/(wor[k]|far[m])/|/ro[o]t/|index-u[r]l|/sim[p]le/|//regist[r]y\\.|pyp[i]\\.org|pythonh[o]sted|npmj[s]\\.(org|com)"
)
PERSONAL = {
    "text",
    "name",
    "phone",
    "born",
    "note",
    "address",
    "answers",
    "message",
    "body",
    "payload",
    "given",
    "label",
}
SECRET = {"token", "secret", "password", "key", "code", "url"}


def is_verb(word: str) -> bool:
    """«Finds», «Says»: the third person, as far as its last letter tells."""
    return word[0].isupper() and word.rstrip(",.:;").endswith("s") and word not in NO_VERBS


def code_with_words_of_users() -> list[Path]:
    return [
        file
        for file in code_in("bot", "handlers", "storage", "rules")
        if not place(file).startswith((*RECOGNISES_WHAT_PEOPLE_TYPE, TALKS_TO_TECHNICIANS)) and file.name != "doctor.py"
    ]


def test_no_sentence_stands_in_the_code() -> None:
    found = [
        place(file, node)
        for file in code_with_words_of_users()
        for node in sentences(file)
        if len(str(node.value)) > 1  # «đ» alone is a letter to fold, not a sentence
        and VIETNAMESE.search(unicodedata.normalize("NFC", str(node.value)).replace(OUR_NAME, ""))
    ]
    assert not found, f"every sentence is found by key in handlers/texts/; move these there: {found}"


@pytest.mark.parametrize("longest", [45])
def test_functions_are_short(longest: int) -> None:
    found = [
        f"{place(file, function)} {function.name}"
        for file in code_in(*SHIPPED)
        for function in functions(file)
        if (function.end_lineno or 0) - function.lineno + 1 > longest
    ]
    assert not found, f"name the parts of these functions: {found}"


@pytest.mark.parametrize("longest", [320])
def test_files_are_one_subject_each(longest: int) -> None:
    found = [place(file) for file in code_in(*SHIPPED) if len(file.read_text(encoding="utf-8").splitlines()) > longest]
    assert not found, f"split these by what happens: {found}"


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    found = [place(file) for file in code_in(*SHIPPED) if not ast.get_docstring(syntax(file)) and file.stat().st_size]
    assert not found, f"one sentence at the top, in the words of the domain: {found}"


def test_every_public_function_of_storage_and_rules_says_from_its_verb_on_what_it_does() -> None:
    """«Finds …», «Says whether …»: the first word is a verb in the third person."""
    found = []
    for file in code_in("storage", "rules"):
        for node in syntax(file).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                first = next(iter((ast.get_docstring(node) or "").split()), "")
                if not (first and is_verb(first)):
                    found.append(f"{place(file, node)} {node.name}")
    assert not found, f"say what each of these does, with shapes, units, errors and the law: {found}"


def test_what_a_function_says_of_itself_begins_with_its_verb() -> None:
    """What it is for may stand in the name alone; what is said is said the same way everywhere."""
    found = [
        f"{place(file, function)} {function.name}"
        for file in code_in("bot", "handlers", "storage", "rules", "seeds")
        for function in functions(file)
        if (said := ast.get_docstring(function)) and not is_verb(said.split()[0])
    ]
    assert not found, f"begin with what each of these does: {found}"


def test_names_say_what_a_thing_is() -> None:
    found = [place(file) for file in code_in(*SHIPPED, "tests", "bench") if EMPTY_NAMES.match(file.stem)]
    for file in code_in(*SHIPPED):
        for node in nodes(file):
            name = getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "arg", None)
            if not isinstance(name, str):
                continue
            banned_class = isinstance(node, ast.ClassDef) and BANNED_CLASS.search(name)
            banned_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and BANNED_FUNCTION.match(name)
            if banned_class or banned_function or BANNED_WORD.search(name.lower()):
                found.append(f"{place(file, node)} {name}")
    assert not found, f"use the words of docs/words.md: {found}"


def test_only_the_transaction_commits() -> None:
    found = [
        place(file, node)
        for file in code_in(*SHIPPED)
        for node in nodes(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert all(spot.startswith("storage/database.py:") for spot in found), f"let the transaction commit: {found}"


def test_the_core_asks_the_scope_for_the_time() -> None:
    found = []
    for file in code_in("handlers", "storage", "rules"):
        for node in nodes(file):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            whose = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            if (whose, node.func.attr) in {
                ("datetime", "now"),
                ("date", "today"),
                ("time", "time"),
                ("datetime", "utcnow"),
            }:
                found.append(place(file, node))
    found = [spot for spot in found if not spot.startswith("storage/database.py:")]
    assert not found, f"take today and now from the scope or the transaction: {found}"


def test_nothing_is_left_unfinished() -> None:
    found = [
        f"{place(file)}:{number}"
        for file in code_in(*SHIPPED, "tests", "bench")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not found, f"finish these or say why they can stay: {found}"


def is_id(value: ast.expr) -> bool:
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return name == "id" or name.endswith("_id")


def test_logs_carry_ids_only() -> None:
    """A log line is a constant event and ids: no f-string, and no keyword that could hold what somebody wrote."""
    found = []
    for file in code_in(*SHIPPED):
        for node in nodes(file):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            logger = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            if logger not in {"log", "logger"}:
                continue
            written = {keyword.arg for keyword in node.keywords if not is_id(keyword.value)}
            telling = written & (PERSONAL | SECRET)
            composed = any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args)
            if telling or composed:
                found.append(f"{place(file, node)} {sorted(map(str, telling))}")
    assert not found, f"log the id, or the kind of the error, instead: {found}"


def test_no_file_tells_of_a_machine_or_a_registry() -> None:
    found = [
        f"{place(file)}:{number}"
        for file in tracked_texts()
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if NOT_OURS_TO_TELL.search(line)
    ]
    assert not found, f"paths of a machine and hosts of a registry don't belong here: {found}"
