"""Visits: a guardian reports how one went, puts it right, sees who is due; officers see who waits too long."""

from handlers.kit.commands import Command, begins
from handlers.kit.matter import DueWork, Matter
from handlers.visits import (
    advice,
    all_well,
    correction,
    history,
    interval,
    month,
    my_people,
    officer_reminders,
    overdue,
    plan,
    reminders,
    report,
    round,
)

MATTER = Matter(
    "visits",
    forms=(
        report.visit_report,
        correction.visit_correction,
        interval.visit_interval,
        plan.visit_plan,
        round.visit_round,
    ),
    commands=(
        Command(
            "visit",
            begins("visit_report"),
            may=("guardian",),
            words=("/visit", "/tham", "tham", "visit", "bao tham", "ghe tham", "bao cao ghe tham"),
        ),
        *correction.COMMANDS,
        *history.COMMANDS,
        *my_people.COMMANDS,
        *overdue.COMMANDS,
        *plan.COMMANDS,
        *round.COMMANDS,
        *month.COMMANDS,
        *advice.COMMANDS,
    ),
    due=(
        DueWork(reminders.TO_GUARDIANS, officer_reminders.remind_or_tell_officers),
        DueWork(("visit_overdue_officer",), officer_reminders.warn),
        DueWork(("visit_busy",), officer_reminders.seek_stand_ins),
        DueWork((all_well.ALL_WELL,), all_well.tell_guardians, last=True),
    ),
    daily=(reminders.DAILY, all_well.DAILY),
    documents=(month.VISIT_MONTH,),
)
