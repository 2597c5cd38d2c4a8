"""Sets the guides as PDF beside their pages, offline: `make guides`."""

import json
from collections.abc import Iterator
from pathlib import Path

import typst
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
FOLDERS = {"vi": ROOT / "docs" / "huong-dan", "en": ROOT / "docs" / "guides"}
OPENED = {
    "bullet_list": "#list(",
    "ordered_list": "#enum(",
    "list_item": "[",
    "blockquote": "#quote(block: true)[",
    "strong": "#strong[",
    "em": "#emph[",
    "link": "#underline[",
}
CLOSED = {"bullet_list": ")\n", "ordered_list": ")\n", "list_item": "],", "paragraph": "\n\n", "heading": "\n\n"}
LEFT_OUT = ("thead", "tbody", "paragraph")
PAGE = """#set page(paper: "a4", margin: 18mm)
#set text(font: "Libertinus Serif", lang: "{language}", size: 10.5pt)
#set par(leading: 0.55em)
#show heading: set text(fill: rgb("#0f5e4d"))
#show raw: set text(font: "DejaVu Sans Mono", size: 8pt)
#show raw.where(block: true): block.with(fill: rgb("#f2f0ea"), inset: 6pt, width: 100%)

"""


def main() -> None:
    for language, folder in FOLDERS.items():
        (folder / "pdf").mkdir(exist_ok=True)
        for page in sorted(folder.glob("*.md")):
            if page.name == "README.md":
                continue
            target = folder / "pdf" / page.with_suffix(".pdf").name
            target.write_bytes(set_page(page, language))
            print(target.relative_to(ROOT))


def set_page(page: Path, language: str) -> bytes:
    """Sets one page as PDF; pictures are found from where it lies."""
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    source = PAGE.replace("{language}", language) + "".join(_set(tokens, page.parent))
    content = typst.Compiler(source.encode(), root=ROOT, ignore_system_fonts=True).compile(format="pdf")
    if not isinstance(content, bytes):
        raise TypeError(page.name)
    return content


def _set(tokens: list[Token], folder: Path) -> Iterator[str]:
    for place, token in enumerate(tokens):
        name, _, side = token.type.rpartition("_")
        if token.type == "inline":
            yield from _set(token.children or [], folder)
        elif token.type == "text":
            yield f"#{_quoted(token.content)};"
        elif token.type == "code_inline":
            yield f"#raw({_quoted(token.content)});"
        elif token.type == "fence":
            yield f"#raw(block: true, {_quoted(token.content)})\n\n"
        elif token.type == "image":
            yield _picture(folder / str(token.attrs["src"]))
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "table_open":
            yield f"#table(columns: ({'1fr, ' * _columns(tokens[place:])}), inset: 5pt, stroke: 0.4pt, "
        elif side in ("open", "close"):
            yield _edge(token, name, is_open=side == "open")


def _edge(token: Token, name: str, *, is_open: bool) -> str:
    if name == "heading":
        return f"#heading(level: {token.tag[1:]})[" if is_open else "]\n\n"
    if name in ("th", "td"):
        return ("strong[" if name == "th" else "[") if is_open else "],"
    if name == "table":
        return ")\n\n"
    if name == "tr":
        return ""
    if name in LEFT_OUT:
        return CLOSED.get(name, "") if not is_open else ""
    return OPENED[name] if is_open else CLOSED.get(name, "]")


def _columns(tokens: list[Token]) -> int:
    """Counts the cells of the heading."""
    ends = next(place for place, token in enumerate(tokens) if token.type == "thead_close")
    return sum(token.type == "th_open" for token in tokens[:ends])


def _picture(file: Path) -> str:
    path = "/" + file.resolve().relative_to(ROOT).as_posix()
    return f"#align(center, image({_quoted(path)}, height: 85mm))\n"


def _quoted(text: str) -> str:
    """Gives the text as a string of Typst: nothing in it is read as markup."""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
