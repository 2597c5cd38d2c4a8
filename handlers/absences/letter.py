"""The letter that says what was decided: as Word to sign, and as PDF."""

from handlers.people.office_document import OfficeDocument
from handlers.reports import absence_letter

LETTER = OfficeDocument("absence_letter", absence_letter.gather)
