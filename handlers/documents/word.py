"""Fills a Word template with the facts of a form. A template is hostile input, whoever sent it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from handlers.documents import word_tags
from handlers.documents.pdf import NotWritten
from handlers.documents.word_package import Fault, Unfit, texts_of
from rules.document_forms import MOST_ROWS, DocumentForm

Facts = Mapping[str, str | Sequence[Mapping[str, str]]]
LARGEST_RENDERED = 20_000_000
# left for the pen
TO_WRITE = "……………………"
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def complete(form: DocumentForm, facts: Facts) -> dict[str, Any]:
    """Gives every field of the form its value: what is not given is left for the pen. Raises KeyError for others."""
    if unknown := set(facts) - set(form.by_name):
        raise KeyError(f"{form.id}: {sorted(unknown)}")
    whole: dict[str, Any] = {}
    for field in form.fields:
        value = facts.get(field.name)
        if field.rows:
            lines = () if value is None or isinstance(value, str) else value[:MOST_ROWS]
            whole[field.name] = [{part: _plain(line.get(part, "")) for part in field.rows} for line in lines]
        else:
            whole[field.name] = _plain(value if isinstance(value, str) else TO_WRITE)
    return whole


def _plain(words: str) -> str:
    return NOT_IN_XML.sub("", words)


def check(template: bytes, form: DocumentForm, example: Facts) -> None:
    """Checks a template and tries it on an example. Raises Unfit with all that is wrong."""
    if faults := word_tags.faults_of(texts_of(template), form):
        raise Unfit(faults)
    try:
        for facts in (example, {}, {field.name: "" for field in form.fields if not field.rows}):
            fill(template, form, facts)
    except NotWritten:
        raise Unfit([Fault("not_rendered")]) from None


def fill(template: bytes, form: DocumentForm, facts: Facts) -> bytes:
    """Makes the .docx. The template was checked when it was kept. Raises NotWritten."""
    import docxtpl  # brings python-docx and lxml: ten megabytes, spared until somebody wants a document
    from lxml import etree

    class Bounded(docxtpl.DocxTemplate):  # type: ignore[misc]
        """Renders no more than twenty megabytes, and of the file only what was checked."""

        def render_xml_part(self, src_xml: str, part: object, context: dict[str, Any], jinja_env: Any = None) -> str:
            rendered = str(super().render_xml_part(src_xml, part, context, _BoundedEnvironment(jinja_env)))
            etree.fromstring(rendered)  # docxtpl would mend what is broken, by leaving things out
            return rendered

        def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
            """Leaves title and author of the file as they are."""

    out = BytesIO()
    try:
        document = Bounded(BytesIO(template))
        document.render(complete(form, facts), _sandbox(), autoescape=True)
        document.save(out)
    except Exception:  # noqa: BLE001  a template fails in as many ways as there are parts in it, and each names facts
        raise NotWritten(form.id) from None
    return out.getvalue()


def _sandbox() -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.filters = {name: environment.filters[name] for name in word_tags.FILTERS}
    environment.globals.clear()
    environment.tests.clear()
    return environment


class _BoundedEnvironment:
    """Gives docxtpl templates whose output is counted while it is made."""

    def __init__(self, environment: Any):
        self._environment = environment

    def from_string(self, source: str) -> "_BoundedTemplate":
        return _BoundedTemplate(self._environment.from_string(source))


class _BoundedTemplate:
    def __init__(self, template: Any):
        self._template = template

    def render(self, context: dict[str, Any]) -> str:
        return "".join(_counted(self._template.generate(context)))


def _counted(pieces: Iterator[str]) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST_RENDERED:
            raise ValueError("too much")
        yield piece
