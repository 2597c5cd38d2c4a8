"""Sets a template with facts as a PDF: offline, with the fonts that come with typst, the same bytes for equal facts."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATES = Path(__file__).parent


class NotWritten(ValueError):
    """The template and its facts do not fit. What it says would tell what is in it, so it says nothing."""


def write(template: str, facts: Mapping[str, object], at: datetime) -> bytes:
    """Sets `<template>.typ` as a PDF, dated `at`.

    Facts go in as JSON, never as markup: no name is read as a command.
    Raises NotWritten.
    """
    import typst  # 30 megabytes, spared until somebody wants a document

    compiler = typst.Compiler(
        (TEMPLATES / f"{template}.typ").read_bytes(),
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
    )
    try:
        content = compiler.compile(format="pdf", timestamp=int(at.timestamp()))
    except typst.TypstError:
        raise NotWritten(template) from None
    if not isinstance(content, bytes):
        raise NotWritten(template)
    return content


@cache
def _fonts() -> "Fonts":
    """Libertinus Serif among them, which has all letters of Vietnamese."""
    import typst

    return typst.Fonts(include_system_fonts=False)
