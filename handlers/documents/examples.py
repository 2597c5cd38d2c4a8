"""An invented person's facts for every field of a form, on which a template is tried."""

from handlers.documents.word import Facts
from handlers.kit.wording import Wording
from rules.document_forms import DocumentForm

LINES = 2


def example_facts(form: DocumentForm, wording: Wording) -> Facts:
    """Gives each field its example; a list has two lines."""
    return {
        field.name: [{part: example_of(wording, f"{field.name}.{part}") for part in field.rows}] * LINES
        if field.rows
        else example_of(wording, field.name)
        for field in form.fields
    }


def example_of(wording: Wording, name: str) -> str:
    return wording.text(f"document.example.{name}")
