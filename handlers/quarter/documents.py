"""Form HCD-08 of a report that was sent, for the officers and for the guardian whose it is."""

from handlers.people.office_document import OfficeDocument
from handlers.reports import hcd_08

HCD_08 = OfficeDocument("hcd_08", hcd_08.gather, standings=("officer", "guardian"))
