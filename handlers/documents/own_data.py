"""All that is kept about somebody, theme by theme, for themself: as a PDF to read and as JSON to take elsewhere."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from handlers.documents import pdf
from handlers.kit.wording import Wording


@dataclass(frozen=True, slots=True)
class Section:
    """A theme in its reader's words; `held_back` says what is not shown and why, or is empty."""

    id: str
    title: str
    held_back: str
    entries: tuple[str, ...]


def as_json(sections: Sequence[Section], at: datetime) -> bytes:
    """Writes the sections as JSON, in UTF-8."""
    body = {"made_at": at.isoformat(), "themes": [asdict(section) for section in sections]}
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def as_pdf(sections: Sequence[Section], wording: Wording, at: datetime) -> bytes:
    """Makes the PDF. Raises NotWritten."""
    themes = [
        {
            "title": section.title,
            "held_back": section.held_back,
            "entries": [{"place": f"{place}.", "words": words} for place, words in enumerate(section.entries, 1)],
        }
        for section in sections
    ]
    facts = {
        "language": wording.language,
        "service": wording.text("page.name"),
        "title": wording.text("document.own_data.title"),
        "printed": wording.text("document.own_data.printed", at=wording.moment_on_paper(at)),
        "themes": themes,
    }
    return pdf.write("own_data", facts, at)
