"""Looks at a Word file before anything reads it: what it is, how large, what it would fetch or run."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 2 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
LARGEST_TEXT = 2 * 1024 * 1024
MOST_FILES = 300
OLD_WORD = b"\xd0\xcf\x11\xe0"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIN = f"{DOCX}.main+xml"
# roots of the parts whose text is printed
TEXTS = tuple(f"{WORD}{name}" for name in ("document", "hdr", "ftr", "footnotes", "endnotes", "comments"))
# what a field of Word may compute; others fetch files or start programs
FIELD_CODES = ("PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "SEQ", "TOC", "STYLEREF", "REF", "PAGEREF", "SYMBOL")
RUNS = re.compile(r"vbaProject|vbaData|activeX|embeddings/|oleObject|attachedToolbars", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template: the code of a text, what it is about, and the words around the place."""

    code: str
    what: str = ""
    where: str = ""
    meant: str = ""


class Unfit(ValueError):
    """A file that is no template. What it says would tell what is in it, so it says codes only."""

    def __init__(self, faults: list[Fault]):
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file whose text is printed, read without entities."""

    name: str
    root: "_Element"


def texts_of(content: bytes) -> list[Part]:
    """Gives the parts with text. Raises Unfit for what is no plain, self-contained .docx of a decent size."""
    if len(content) > LARGEST:
        raise Unfit([Fault("too_large")])
    if content.startswith(OLD_WORD):
        raise Unfit([Fault("old_word")])
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return list(_texts(package))
    except Unfit:
        raise
    except Exception:  # noqa: BLE001  a broken archive or XML fails in as many ways as there are readers
        raise Unfit([Fault("broken")]) from None


def _texts(package: zipfile.ZipFile) -> Iterator[Part]:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise Unfit([Fault("unpacks_too_large")])
    if len(set(names)) < len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise Unfit([Fault("broken")])
    if any(RUNS.search(name) for name in names):
        raise Unfit([Fault("macro")])
    if "[Content_Types].xml" not in names:
        raise Unfit([Fault("not_docx")])
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            yield from _read(entry.filename, package.read(entry))


def _read(name: str, content: bytes) -> Iterator[Part]:
    root = _parsed(content)
    if name == "[Content_Types].xml":
        _check_kind(root)
    elif name.endswith(".rels"):
        _check_links(root)
    elif root.tag in TEXTS:
        if len(content) > LARGEST_TEXT:
            raise Unfit([Fault("unpacks_too_large")])
        _check_fields(root)
        yield Part(name, root)


def _parsed(content: bytes) -> "_Element":
    """Parses without entities, a DTD or the network; whatever declares one is refused."""
    from lxml import etree

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unfit([Fault("broken")])
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.encoding not in (None, "UTF-8", "utf-8", "ASCII", "US-ASCII"):
        raise Unfit([Fault("broken")])
    return root


def _check_kind(root: "_Element") -> None:
    kinds = [str(element.get("ContentType", "")) for element in root.iter() if isinstance(element.tag, str)]
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise Unfit([Fault("macro")])
    if MAIN not in kinds:
        raise Unfit([Fault("not_docx")])


def _check_links(root: "_Element") -> None:
    for link in root.iter():
        if str(link.get("TargetMode", "")).lower() == "external":
            raise Unfit([Fault("remote_link", what=str(link.get("Target", ""))[:80])])
        if str(link.get("Type", "")).endswith(("/aFChunk", "/subDocument", "/attachedTemplate", "/oleObject")):
            raise Unfit([Fault("remote_link", what=str(link.get("Target", ""))[:80])])


def _check_fields(root: "_Element") -> None:
    """Refuses fields that would read files or start something: INCLUDETEXT, DDEAUTO, MACROBUTTON …"""
    codes = [str(element.get(f"{WORD}instr", "")) for element in root.iter(f"{WORD}fldSimple")]
    for field in codes + _complex_fields(root):
        words = field.split()
        if words and words[0].upper() not in FIELD_CODES:
            raise Unfit([Fault("field_code", what=words[0][:40])])


def _complex_fields(root: "_Element") -> list[str]:
    """Gives the code of each field that stands between its marks, however it is cut into runs."""
    closed: list[str] = []
    still_open: list[str] = [""]  # the first holds what stands between no marks
    for element in root.iter(f"{WORD}fldChar", f"{WORD}instrText"):
        if element.tag == f"{WORD}instrText":
            still_open[-1] += element.text or ""
        elif element.get(f"{WORD}fldCharType") == "begin":
            still_open.append("")
        elif element.get(f"{WORD}fldCharType") == "end" and len(still_open) > 1:
            closed.append(still_open.pop())
    return closed + still_open
