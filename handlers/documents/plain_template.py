"""Our own Word template of a form: its fields under each other, its lists as tables. An office starts from it."""

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from handlers.documents.word_paper import lay_on_a4
from handlers.kit.wording import Wording
from rules.document_forms import HEAD, DocumentForm, Field

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Row

LINE = "l"
FONT = "Times New Roman"


@cache
def build(form: DocumentForm, language: str, title: str, labels: tuple[tuple[str, str], ...], draft: str) -> bytes:
    """Builds the .docx; `labels` are the pairs of a field's name, `lan_tham.ngay`, and what stands before it."""
    from docx import Document as new_document

    document, named = new_document(), dict(labels)
    lay_on_a4(document)
    _set_up(document, title, language)
    document.add_paragraph("{{ co_quan }}")
    document.add_heading(title, level=1)
    if draft:
        document.add_paragraph().add_run(draft).italic = True
    in_head = {field.name for field in HEAD}
    for field in form.fields:
        if field.rows:
            _add_table(document, field, named)
        elif field.name not in in_head:
            document.add_paragraph(f"{named[field.name]}: {{{{ {field.name} }}}}")
    document.add_paragraph(f"{named['ngay_lap']}: {{{{ ngay_lap }}}}")
    document.add_paragraph(f"{named['nguoi_lap']}: {{{{ nguoi_lap }}}}")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def of(form: DocumentForm, wording: Wording) -> bytes:
    """Gives our template of a form in these words."""
    labels = tuple((name, label_of(wording, name)) for name in names_of(form))
    return build(form, wording.language, title_of(form, wording), labels, draft_line(form, wording))


def names_of(form: DocumentForm) -> list[str]:
    """Lists the names of all fields, those of a list's lines as `lan_tham.ngay`."""
    return [name for field in form.fields for name in (field.name, *(f"{field.name}.{part}" for part in field.rows))]


def label_of(wording: Wording, name: str) -> str:
    return wording.text(f"document.field.{name}")


def title_of(form: DocumentForm, wording: Wording) -> str:
    return wording.text(f"document.form.{form.id}")


def draft_line(form: DocumentForm, wording: Wording) -> str:
    """Says that the true layout of an official form was not public; empty for a letter of our own."""
    return wording.text("document.office.draft", number=form.official) if form.official else ""


def _set_up(document: "Document", title: str, language: str) -> None:
    """Sets the font that offices use, on all alphabets, and names nobody in the file's properties."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = title, "", "", language
    for style in ("Normal", "Heading 1"):
        font = document.styles[style].font
        font.name, font.size = FONT, Pt(13 if style == "Normal" else 15)
        fonts = document.styles[style].element.rPr.rFonts
        for alphabet in ("w:eastAsia", "w:hAnsi", "w:cs"):
            fonts.set(qn(alphabet), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)


def _add_table(document: "Document", field: Field, named: dict[str, str]) -> None:
    """Adds a table whose middle row is written once for each line of the list; its head stands on each page."""
    document.add_paragraph().add_run(named[field.name]).bold = True
    table = document.add_table(rows=4, cols=len(field.rows))
    table.style = "Table Grid"
    for cell, part in zip(table.rows[0].cells, field.rows, strict=True):
        cell.paragraphs[0].add_run(named[f"{field.name}.{part}"]).bold = True
    table.rows[1].cells[0].text = f"{{%tr for {LINE} in {field.name} %}}"
    for cell, part in zip(table.rows[2].cells, field.rows, strict=True):
        cell.text = f"{{{{ {LINE}.{part} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    _mark_row(table.rows[0], "w:tblHeader")
    _mark_row(table.rows[2], "w:cantSplit")
    document.add_paragraph()


def _mark_row(row: "_Row", mark: str) -> None:
    """Says of a row that it stands on each page (`w:tblHeader`), or is not cut by the end of one (`w:cantSplit`)."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(mark))
