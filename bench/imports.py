"""What the start of the service imports and how long that takes: `python -m bench.imports`.

Python's own account (`-X importtime`) of `serve`, the least of several runs for each module, joined by package. It says
who asked for what is dear, and what is there without being dear.
"""

import argparse
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

from bench.gauges import machine
from bench.process import ROOT, clean_env

# imports what `serve` imports, and opens nothing
ASKED = ("-m", "bot", "serve", "--help")
OURS = ("bot", "handlers", "storage", "rules", "seeds")
INDENT = 2


@dataclass(frozen=True, slots=True)
class Import:
    """A module with the microseconds of its own lines, and the module that imported it first."""

    name: str
    took: int
    by: str

    @property
    def package(self) -> str:
        parts = self.name.split(".")
        return ".".join(parts[:2] if parts[0] in OURS else parts[:1])


def one_run() -> list[Import]:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *ASKED],
        cwd=ROOT,
        env=clean_env(),
        capture_output=True,
        text=True,
        check=True,
    )
    return read(run.stderr.splitlines())


def read(lines: list[str]) -> list[Import]:
    """Reads Python's account, in which a module stands after all that it has imported, one step less indented."""
    imports: list[Import] = []
    open_at: list[str] = []
    for line in reversed(lines):
        own, _, rest = line.removeprefix("import time:").partition("|")
        indented = rest.partition("|")[2]
        if not own.strip().isdigit() or not indented:
            continue
        name = indented.strip()
        depth = (len(indented) - len(indented.lstrip()) - 1) // INDENT
        del open_at[depth:]
        imports.append(Import(name, int(own), open_at[-1] if open_at else ""))
        open_at.append(name)
    return imports


def least(runs: list[list[Import]]) -> list[Import]:
    best: dict[str, Import] = {}
    for each in (each for run in runs for each in run):
        if each.name not in best or each.took < best[each.name].took:
            best[each.name] = each
    return sorted(best.values(), key=lambda each: -each.took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--most", type=int, default=15, help="packages and modules to show")
    options = parser.parse_args()
    imports = least([one_run() for _ in range(options.times)])
    packages, modules = Counter[str](), Counter(each.package for each in imports)
    for each in imports:
        packages[each.package] += each.took
    total = sum(packages.values()) / 1000
    print(f"{machine()}\n\n{len(imports)} modules, {total:.0f} ms, the least of {options.times} runs")
    print("\n| package | modules | ms |\n|---|---|---|")
    for name, took in packages.most_common(options.most):
        print(f"| {name} | {modules[name]} | {took / 1000:.0f} |")
    print("\n| module | ms | imported by |\n|---|---|---|")
    for each in imports[: options.most]:
        print(f"| {each.name} | {each.took / 1000:.0f} | {each.by} |")


if __name__ == "__main__":
    main()
