"""Taking somebody in charge: the steps with their clocks, what they tell of their situation, the papers on both."""

from handlers.kit.matter import DueWork, Matter
from handlers.notify.charge_planning import CHARGE_DUE
from handlers.taking_charge import clocks, intake, intake_consent, noting, one_person, open_list, papers

MATTER = Matter(
    "taking_charge",
    forms=(noting.charge_step, intake.intake, intake.intake_self),
    commands=(*one_person.COMMANDS, *open_list.COMMANDS, *intake.COMMANDS, *intake_consent.COMMANDS, *papers.COMMANDS),
    due=(DueWork((CHARGE_DUE,), clocks.tell),),
    daily=(clocks.DAILY,),
    documents=papers.DOCUMENTS,
)
