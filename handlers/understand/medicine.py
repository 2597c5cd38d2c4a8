"""Medicine that runs out, is forgotten or has to be fetched: a need, and no danger where nobody has taken too much."""

import re

from handlers.understand.fold import bare

# folded
_NAMED = (
    r"arv|hiv|methadone|met|lao|huyet ap|tieu duong|dai thao duong|insulin|tim|da day|gut|gout|khop|gan|hen|dong kinh"
    r"|tam than|than kinh|an than|ngu|bo|ta|nam|bac|bhyt|bao hiem"
)
_SOON = r"(?:sap|gan|vua|moi|bi|da|lai|chuan bi)"
_OF_IT = rf"thuoc(?! (?:chua|tru sau|sau|chuot|diet|co)\b)(?: (?:uong|{_NAMED})\b)*"
_NEEDED = re.compile(
    rf"\b(?:{_SOON} )*het (?:sach |mat )?{_OF_IT}"
    rf"|\b{_OF_IT} (?:cua \w+ )?(?:{_SOON} )*het(?! (?:tac dung|ca)\b)"
    rf"|\bquen (?:khong )?(?:uong|mang|lay) {_OF_IT}"
    rf"|\b(?:di |toi |den |xin |can |muon )*(?:lay|nhan|linh|cap|phat) {_OF_IT}"
)
# whoever tells of taking may have taken too much
_TAKEN = re.compile(r"\b(?:uong|nuot|chich|tiem|ngam|tong|hut|ca)\b|(?<!benh )\bvien\b|\b(?:vi|lo|nam|chai) thuoc\b")
_NOT_TAKEN = re.compile(r"\b(?:quen|chua|khong|de|phai|can|thuoc|quen khong) uong\b|\buong (?:deu|hang ngay)\b")


def without_need(folded: str) -> str:
    """Leaves out of folded words what says that medicine is needed, unless some of them may tell of taking it."""
    if _TAKEN.search(_NOT_TAKEN.sub(" ", folded)):
        return folded
    return _NEEDED.sub(" ", folded)


def is_needed(text: str) -> bool:
    """Says whether a message is that medicine runs out, was forgotten or is to be fetched."""
    said = bare(text)
    return without_need(said) != said


def is_named(text: str) -> bool:
    """Says whether it names a medicine that an entry is about; of another no answer may suppose what it is for."""
    return re.search(r"\b(?:arv|hiv|methadone)\b", bare(text)) is not None
