"""What is wrong with a Word template, in words: what it is, where it stands, and what was likely meant."""

from handlers.documents.word_package import Fault
from handlers.kit.wording import Wording


def worded(wording: Wording, fault: Fault) -> str:
    """Words a fault: «Không có trường «ho_va_ten»; ý là «ho_ten»? Ở đoạn: …»."""
    parts = [wording.text(f"document_template.fault.{fault.code}", what=fault.what)]
    if fault.meant:
        parts.append(wording.text("document_template.meant", meant=fault.meant))
    if fault.where:
        parts.append(wording.text("document_template.where", where=fault.where))
    return " ".join(parts)
