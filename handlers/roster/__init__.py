"""The duty roster by week: who is on duty today, who when, swaps and stand-ins."""

from handlers.kit.matter import DueWork, Matter
from handlers.notify.duty_planning import BEGINS
from handlers.roster import beginning, calendar_file, days, setting, swapping, today, week

MATTER = Matter(
    "roster",
    forms=(setting.duty_week, swapping.duty_swap),
    commands=(
        *today.COMMANDS,
        *week.COMMANDS,
        *setting.COMMANDS,
        *days.COMMANDS,
        *swapping.COMMANDS,
        *calendar_file.COMMANDS,
    ),
    documents=(calendar_file.DUTY_CALENDAR,),
    due=(DueWork((BEGINS,), beginning.remind),),
)
