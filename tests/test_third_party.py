"""What we build on is declared, used, listed with its licence, and free to be passed on."""

import ast
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import ROOT, SHIPPED, code_in, nodes

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LISTED = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
LOADED_BY_NAME = {"psycopg"}  # SQLAlchemy imports its driver by the name in the address of the database
NOT_WRITTEN_HERE = ("*.woff2", "*.woff", "*.ttf", "*.min.js", "*.min.css")


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


RUN = names(PROJECT["dependencies"])
TEST = names(PROJECT["optional-dependencies"]["test"])
EXTRA = names(PROJECT["optional-dependencies"]["s3"])


@cache
def distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


def imported_by_what_we_ship() -> set[str]:
    modules: set[str] = set()
    for file in code_in(*SHIPPED):
        if file.name.startswith("build_"):
            continue
        for node in nodes(file):
            if isinstance(node, ast.Import):
                modules.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    found: set[str] = {canonicalize_name(name) for module in modules for name in distributions().get(module, ())}
    return found - {canonicalize_name(PROJECT["name"])}


def all_that_runs() -> set[str]:
    """The dependencies of the service and theirs, as installed here."""
    seen: set[str] = set()
    waiting = set(RUN)
    while waiting:
        name = waiting.pop()
        seen.add(name)
        try:
            wanted = [Requirement(line) for line in requires(name) or ()]
        except PackageNotFoundError:
            continue
        needed = {
            canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})
        }
        waiting |= needed - seen
    return seen


def licence_of(name: str) -> str:
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    texts = [text for field in ("License-Expression", "License", "Classifier") for text in about.get_all(field) or ()]
    return " ".join(text.split("\n")[0] for text in texts if "::" not in text or "License" in text)


def test_every_import_is_declared_and_every_declaration_is_used() -> None:
    imported = imported_by_what_we_ship()
    assert imported - RUN - EXTRA == set(), "declare these in pyproject.toml"
    assert (RUN | EXTRA) - imported - LOADED_BY_NAME == set(), "nobody imports these; drop them from pyproject.toml"


def test_every_package_is_listed_with_its_licence() -> None:
    rows = {
        canonicalize_name(row[0]): row[1]
        for line in LISTED.splitlines()
        if line.startswith("| ") and len(row := [cell.strip() for cell in line.strip("| ").split("|")]) >= 2
    }
    missing = {name for name in RUN | TEST | EXTRA if not rows.get(canonicalize_name(name))}
    assert not missing, "list these in THIRD_PARTY.md"


def test_every_package_has_one_exact_version() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.\-]+==[0-9][A-Za-z0-9.]*", pin) for pin in pins), "no addresses, no ranges"
    assert names(pins) >= RUN | TEST | EXTRA


def test_nothing_that_runs_binds_us_to_the_gpl() -> None:
    def strict(licence: str) -> bool:
        return bool(re.search(r"(?<!L)GPL|(?<!Lesser )General Public License", licence.replace("LGPL", "")))

    assert {name for name in all_that_runs() if strict(licence_of(name))} == set()


def test_every_vendored_file_is_listed_and_lies_beside_its_licence() -> None:
    files = [file for folder in SHIPPED for pattern in NOT_WRITTEN_HERE for file in (ROOT / folder).rglob(pattern)]
    files += [file for file in (ROOT / "bot").rglob("vendor/*") if file.suffix in {".js", ".css"}]
    for file in files:
        folder = file.parent.relative_to(ROOT).as_posix()
        assert f"`{folder}" in LISTED, f"list {folder} in THIRD_PARTY.md"
        assert any(has_licence(parent) for parent in (file.parent, file.parent.parent)), (
            f"{file}: its licence is missing"
        )


def has_licence(folder: Path) -> bool:
    return any(re.search(r"licen[cs]e|OFL", file.name, re.IGNORECASE) for file in folder.iterdir())
