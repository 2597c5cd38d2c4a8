"""A CV on one page, as PDF to send and as Word to change."""

from datetime import datetime
from io import BytesIO

from handlers.documents import pdf
from handlers.documents.word import NOT_IN_XML
from handlers.documents.word_paper import lay_on_a4
from handlers.kit.wording import Wording, capital
from handlers.reports.cv import Cv

FONT = "Times New Roman"


def render_pdf(cv: Cv, wording: Wording, at: datetime) -> bytes:
    """Makes the PDF. Raises NotWritten."""
    facts = {
        "language": wording.language,
        "title": wording.text("document.cv.title"),
        "name": cv.name,
        "under_name": _under_name(cv, wording),
        "rows": [{"label": label, "value": value} for label, value in _rows(cv)],
    }
    return pdf.write("cv", facts, at)


def render_word(cv: Cv, wording: Wording, at: datetime) -> bytes:
    """Makes the .docx, which names nobody in its properties."""
    from docx import Document  # ten megabytes with lxml, spared until somebody wants a document
    from docx.shared import Pt

    document = Document()
    lay_on_a4(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = wording.text("document.cv.title"), "", ""
    properties.created = properties.modified = at.replace(tzinfo=None)
    font = document.styles["Normal"].font
    font.name, font.size = FONT, Pt(13)
    document.add_paragraph(wording.text("document.cv.title"))
    document.add_heading(NOT_IN_XML.sub("", cv.name), level=1)
    if under_name := _under_name(cv, wording):
        document.add_paragraph(under_name)
    for label, value in _rows(cv):
        document.add_paragraph().add_run(label).bold = True
        document.add_paragraph(value)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _under_name(cv: Cv, wording: Wording) -> str:
    return wording.text("document.cv.age", age=cv.age) if cv.age else ""


def _rows(cv: Cv) -> list[tuple[str, str]]:
    return [(line.label, capital(NOT_IN_XML.sub("", line.value))) for line in cv.lines]
