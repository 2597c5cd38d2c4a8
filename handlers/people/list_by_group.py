"""The list HCD-09 of a quarter's groups as Word, PDF and Excel."""

from handlers.documents.word import Facts
from handlers.kit.wording import Wording
from handlers.people.office_document import OfficeDocument
from handlers.people.office_sheet import OfficeSheet
from handlers.reports import hcd_09

FORM = "hcd_09"


def _sheet_title(wording: Wording, facts: Facts) -> str:
    return wording.text("group_list.sheet", number=facts["so_danh_sach"], quarter=facts["quy"], year=facts["nam"])


ON_PAPER = OfficeDocument(FORM, hcd_09.gather)
IN_EXCEL = OfficeSheet(FORM, "danh_sach", hcd_09.gather, _sheet_title)
