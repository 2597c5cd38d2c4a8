"""Visits: a guardian reports how one went, puts it right, sees who is due; officers see who waits too long."""

from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.visits import correction, history, interval, my_people, report


def report_visit(_scope: Scope, _argument: str) -> Reply:
    return Start("visit_report")


FORMS = (report.visit_report, correction.visit_correction, interval.visit_interval)
COMMANDS = (
    Command(
        "visit",
        report_visit,
        may=("guardian",),
        words=("/visit", "/tham", "tham", "visit", "bao tham", "ghe tham", "bao cao ghe tham"),
    ),
    *correction.COMMANDS,
    *history.COMMANDS,
    *my_people.COMMANDS,
)
