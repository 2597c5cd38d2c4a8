"""A form of the office as a PDF for reading: every field that is known, with its label, and the lists as tables."""

from datetime import datetime
from typing import Any

from handlers.documents import pdf
from handlers.documents.plain_template import draft_line, label_of, title_of
from handlers.documents.word import Facts, complete
from handlers.kit.wording import Wording
from rules.document_forms import HEAD, DocumentForm, Field


def render(form: DocumentForm, facts: Facts, wording: Wording, at: datetime) -> bytes:
    """Makes the PDF. Raises NotWritten."""
    return pdf.write("office_form", words_of(form, facts, wording), at)


def words_of(form: DocumentForm, facts: Facts, wording: Wording) -> dict[str, object]:
    """Gives all that the template sets, as strings."""
    whole = complete(form, facts)
    in_head = {field.name for field in HEAD}
    return {
        "language": wording.language,
        "office": whole["co_quan"],
        "title": title_of(form, wording),
        "draft": draft_line(form, wording),
        "rows": [
            {"label": label_of(wording, field.name), "value": whole[field.name]}
            for field in form.fields
            if not field.rows and field.name not in in_head and whole[field.name]
        ],
        "lists": [_table(field, whole, wording) for field in form.fields if field.rows and whole[field.name]],
        "made": wording.text("document.office.made", who=whole["nguoi_lap"], day=whole["ngay_lap"]),
    }


def _table(field: Field, whole: dict[str, Any], wording: Wording) -> dict[str, object]:
    return {
        "title": label_of(wording, field.name),
        "heads": [label_of(wording, f"{field.name}.{part}") for part in field.rows],
        "lines": [[line[part] for part in field.rows] for line in whole[field.name]],
    }
