"""The guardian's report of a quarter: drafted by itself, sent in chat, returned or accepted by officers."""

from handlers.kit.matter import DueWork, Matter
from handlers.quarter import documents, guardian, officers, package, reminders, returning

MATTER = Matter(
    "quarter",
    forms=(guardian.quarter_report, *returning.FORMS),
    commands=(*guardian.COMMANDS, *officers.COMMANDS, *package.COMMANDS),
    due=(DueWork((reminders.KIND,), reminders.remind, last=True),),
    daily=(reminders.DAILY,),
    documents=(*documents.HCD_08.documents, *package.DOCUMENTS),
)
