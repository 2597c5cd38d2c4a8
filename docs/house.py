"""The rooms and who imports whom, read from the code: what `docs/draw_architecture.py` draws."""

import ast
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BANDS = (("bot",), ("handlers", "seeds"), ("storage",), ("rules",))
ROOMS = tuple(room for band in BANDS for room in band)
# what the matters share; every other folder of handlers/ is a matter
SHARED = frozenset(
    f"handlers/{name}" for name in ("documents", "kit", "notify", "people", "reports", "texts", "understand")
)
MATTERS = "handlers/<matter>"
Arrow = tuple[str, str]


@dataclass(frozen=True, slots=True)
class House:
    """`frames`: {frame: its members}; a frame is a folder, the loose files of one, or all matters together."""

    frames: dict[str, list[str]]
    arrows: Counter[Arrow]

    def within(self, band: tuple[str, ...]) -> list[Arrow]:
        return [arrow for arrow in self.arrows if all(room_of(frame) in band for frame in arrow)]

    def upward(self) -> list[Arrow]:
        """Lists the imports against the one direction: there should be none."""
        return [(source, target) for source, target in self.arrows if band_of(source) > band_of(target)]

    def circles(self) -> list[Arrow]:
        """Lists the arrows whose target leads back to where they start: there should be none."""
        return [(source, target) for source, target in self.arrows if source in self.reached_from(target)]

    def reached_from(self, start: str) -> set[str]:
        reached: set[str] = set()
        waiting = [start]
        while waiting:
            frame = waiting.pop()
            further = {target for source, target in self.arrows if source == frame} - reached
            reached |= further
            waiting += further
        return reached


def room_of(frame: str) -> str:
    return frame.partition("/")[0]


def band_of(frame: str) -> int:
    return next(number for number, band in enumerate(BANDS) if room_of(frame) in band)


def folders() -> set[str]:
    """Lists the folders with code that the picture must show: those of the rooms, and the platforms of bot/channels."""
    parents = [*(ROOT / room for room in ROOMS), ROOT / "bot" / "channels"]
    packages = {file.parent for parent in parents for file in parent.glob("*/__init__.py")}
    return {package.relative_to(ROOT).as_posix() for package in packages}


def read_house() -> House:
    modules = {_module(file): file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))}
    imports = {module: _imported(file, modules) for module, file in modules.items()}
    above = _above(imports)
    frame = {module: _frame(module, module in above) for module in modules}
    frames: dict[str, list[str]] = {}
    for module in modules:
        members = frames.setdefault(frame[module], [])
        if (member := _member(module, frame[module])) and member not in members:
            members.append(member)
    pairs = ((frame[module], frame[target]) for module, targets in imports.items() for target in targets)
    return House(
        {name: members for name, members in frames.items() if members or "*" not in name},
        Counter((source, target) for source, target in pairs if source != target),
    )


def _module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(file: Path, modules: dict[str, Path]) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= (whole & modules.keys()) or {node.module}
    return names & modules.keys()


def _folder(module: str) -> str:
    """Gives `bot/intake` for `bot.intake.desk`, `bot` for `bot.clock`, `bot/channels/telegram` for a platform."""
    parts = module.split(".")
    for depth in (3, 2) if parts[:2] == ["bot", "channels"] else (2,):
        if len(parts) >= depth and (ROOT / Path(*parts[:depth])).is_dir():
            return "/".join(parts[:depth])
    return "/".join(parts[:2]) if parts[:2] == ["bot", "channels"] else parts[0]


def _above(imports: dict[str, set[str]]) -> set[str]:
    """Lists the loose files that join the folders beside them, and those that stand on such a file."""
    above = {module for module, imported in imports.items() if _stands_above(module, imported)}
    while more := {
        module
        for module, imported in imports.items()
        if module not in above and any(_folder(target) == _folder(module) for target in imported & above)
    }:
        above |= more
    return above


def _stands_above(module: str, imported: set[str]) -> bool:
    """Tells loose files that join the folders beside them from those that the folders share."""
    folder = _folder(module)
    return any(_folder(target).startswith(f"{folder}/") for target in imported)


def _frame(module: str, above: bool) -> str:
    folder = _folder(module)
    if module.endswith(".__main__") and folder in ROOMS:
        return f"{folder}/__main__.py"
    if folder in ROOMS or folder == "bot/channels":
        return f"{folder}/*.py above" if above else f"{folder}/*.py"
    return MATTERS if room_of(folder) == "handlers" and folder not in SHARED else folder


def _member(module: str, frame: str) -> str:
    if frame == MATTERS:
        return module.split(".")[1]
    name = module.split(".")[-1]
    return name if "*.py" in frame and name not in (*ROOMS, "channels") else ""


def sentence_of(frame: str) -> str:
    """Gives the first sentence of the folder's own docstring; the loose files are named instead."""
    if ".py" in frame or frame == MATTERS:
        return ""
    docstring = ast.get_docstring(ast.parse((ROOT / frame / "__init__.py").read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].partition(". ")[0].rstrip(".")
