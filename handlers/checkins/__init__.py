"""Check-ins: once a month a person says how they are, and somebody notices when they do not."""

from handlers.checkins import check_in, choosing, history, milestones, monthly_report, proxy, reminders, trend
from handlers.kit.matter import DueWork, Matter
from rules.milestones import MILESTONE

MATTER = Matter(
    "checkins",
    forms=(check_in.check_in, choosing.checkin_own, choosing.checkin_propose, proxy.proxy_checkin),
    commands=(
        *check_in.COMMANDS,
        *choosing.COMMANDS,
        *history.COMMANDS,
        *milestones.COMMANDS,
        *monthly_report.COMMANDS,
        *trend.COMMANDS,
    ),
    due=(
        DueWork(("check_in",), reminders.ask),
        DueWork(("check_in_missing",), reminders.tell_missing),
        DueWork((MILESTONE,), milestones.tell),
    ),
    daily=(reminders.DAILY, milestones.DAILY),
    documents=(*monthly_report.REPORT.documents, trend.PICTURE),
)
