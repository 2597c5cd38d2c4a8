"""The forms that are printed and signed: which fields each has, by the names that a Word template uses.

Forms HCD-02 to HCD-09 are of the rulebook of TT 10/2024/TT-BCA, where their layout was not public; the monthly report
is that of people who serve a sentence in the community (NĐ 231/2026/NĐ-CP art. 16 names what it tells).
"""

from collections.abc import Mapping
from dataclasses import dataclass

# most rows of a list on one document; a commune has fewer people in care
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `rows` names what each line of a list has; empty for a single value.

    Its label is the text `document.field.<name>`, its example `document.example.<name>`; those of a row's part are
    `document.field.<name>.<part>` and `document.example.<name>.<part>`.
    """

    name: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """A form by its id; its title is the text `document.form.<id>`. `official`: the number of the form it drafts."""

    id: str
    fields: tuple[Field, ...]
    official: str = ""

    @property
    def by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.fields}


def _fields_named(*names: str) -> tuple[Field, ...]:
    return tuple(map(Field, names))


# `co_quan` the office, `ngay_lap` and `nguoi_lap` when and by whom it was made
HEAD = _fields_named("co_quan", "ngay_lap", "nguoi_lap")
PERSON = _fields_named("ho_ten", "nam_sinh", "thon_xom", "loai_doi_tuong", "ngay_ve", "nguoi_giup_do")
QUARTER = _fields_named("quy", "nam", "tu_ngay", "den_ngay")
VISITS = Field("lan_tham", ("ngay", "cach_gap", "ket_qua"))

FORMS: tuple[DocumentForm, ...] = (
    DocumentForm(
        "hcd_02",
        (
            *HEAD,
            *PERSON,
            *_fields_named("cho_o", "giay_to", "gia_dinh", "suc_khoe", "tay_nghe", "no_nan", "nguyen_vong", "nhu_cau"),
            Field("muc_tieu", ("viec", "nguoi_giup", "han")),
        ),
        official="HCD-02",
    ),
    DocumentForm(
        "hcd_05",
        (*HEAD, *PERSON, *_fields_named("ngay_gap", "can_bo", "noi_dung", "nguyen_vong", "cam_ket")),
        official="HCD-05",
    ),
    DocumentForm(
        "hcd_06",
        (*HEAD, *PERSON, *_fields_named("ngay_gap", "nguoi_duoc_de_xuat", "ngay_de_xuat", "nguoi_de_xuat", "ly_do")),
        official="HCD-06",
    ),
    DocumentForm(
        "hcd_07",
        (*HEAD, *PERSON, *_fields_named("nguoi_duoc_phan_cong", "ngay_de_xuat", "ngay_phan_cong", "nguoi_quyet_dinh")),
        official="HCD-07",
    ),
    DocumentForm(
        "hcd_08",
        (
            *HEAD,
            *PERSON,
            *QUARTER,
            *_fields_named(
                "nguoi_bao_cao", "ngay_gui", "lan_gap", "viec_lam", "suc_khoe", "nhu_cau", "tu_bao", "lo_ngai"
            ),
            *_fields_named("nhan_xet"),
            VISITS,
        ),
        official="HCD-08",
    ),
    DocumentForm(
        "hcd_09",
        (
            *HEAD,
            *QUARTER,
            *_fields_named("so_danh_sach", "tong_so", "so_nhom_a", "so_nhom_b", "so_nhom_c", "so_nhom_d"),
            Field("danh_sach", ("stt", "ho_ten", "nam_sinh", "thon_xom", "nhom", "ly_do")),
        ),
        official="HCD-09",
    ),
    # form 01 of QĐ 22/2023/QĐ-TTg, whose layout is the office's own template
    DocumentForm(
        "mau_01",
        (
            *HEAD,
            *_fields_named("thang", "nam", "tong_so"),
            Field(
                "danh_sach_vay",
                ("stt", "ho_ten", "nam_sinh", "thon_xom", "ngay_ve", "muc_dich", "so_tien", "xac_nhan"),
            ),
        ),
        official="01",
    ),
    DocumentForm(
        "monthly_report",
        (
            *HEAD,
            *PERSON,
            *_fields_named("thang", "nam", "suc_khoe", "viec_lam", "viec_sap_toi", "dieu_khac"),
            Field("tu_bao_lan", ("ngay", "noi_dung")),
        ),
    ),
    DocumentForm(
        "absence_letter",
        (
            *HEAD,
            *PERSON,
            *_fields_named("noi_den", "tu_ngay", "den_ngay", "so_ngay", "ly_do", "quyet_dinh", "ly_do_quyet_dinh"),
            *_fields_named("nguoi_quyet_dinh", "tong_so_ngay"),
        ),
    ),
    DocumentForm(
        "invitation_letter",
        (*HEAD, *PERSON, *_fields_named("gio", "ngay", "dia_diem", "noi_dung", "mang_theo", "lien_he")),
    ),
    DocumentForm("reminder_letter", (*HEAD, *PERSON, *_fields_named("viec", "han", "noi_dung", "lien_he"))),
)
BY_ID: Mapping[str, DocumentForm] = {form.id: form for form in FORMS}


def named(words: str) -> DocumentForm | None:
    """Finds a form by its id or number as people type them: `hcd_08`, `HCD-08`, `hcd8`; None if it is none."""
    typed = "".join(letter for letter in words.lower() if letter.isalnum())
    if typed.startswith("hcd") and typed[3:].isdecimal():
        typed = f"hcd{int(typed[3:]):02}"
    return next((form for form in FORMS if form.id.replace("_", "") == typed), None)
