"""What the tests that look over the house see of it: its folders, files and syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from handlers.texts import FOLDER, read_language

ROOT = Path(__file__).parents[1]
SHIPPED = ("bot", "handlers", "storage", "rules", "seeds")
CORE = ("handlers", "storage", "rules", "seeds")


def code_in(*folders: str) -> list[Path]:
    """Python files of these folders, written by hand: migrations are history and stay as they are."""
    found = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return sorted(file for file in found if "versions" not in file.parts)


@cache
def syntax(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def nodes(file: Path) -> Iterator[ast.AST]:
    return ast.walk(syntax(file))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in nodes(file) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def sentences(file: Path) -> Iterator[ast.Constant]:
    """String literals that the program uses: docstrings are for us, not for users."""
    notes = {
        id(node.body[0].value)
        for node in nodes(file)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes(file):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node


def place(file: Path, node: ast.AST | None = None) -> str:
    line = getattr(node, "lineno", None)
    return f"{file.relative_to(ROOT)}" + (f":{line}" if line else "")


@cache
def tracked_texts() -> tuple[Path, ...]:
    """Text files that are in the repository or about to be."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    files = (ROOT / name for name in listing.split("\0") if name)
    return tuple(file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:8000])


@cache
def texts_in(language: str) -> dict[str, str]:
    """All sentences of a language by key, which take a second to read."""
    return read_language(FOLDER / language)
