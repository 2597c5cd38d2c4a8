"""The paper that a Word document of ours is printed on: A4, room at the left for the binding."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

PAPER = (210, 297)  # width and height of A4, in millimetres
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 20


def lay_on_a4(document: "Document") -> None:
    """Sets paper and margins; the library's own are those of American letters."""
    from docx.shared import Mm

    for section in document.sections:
        section.page_width, section.page_height = map(Mm, PAPER)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
