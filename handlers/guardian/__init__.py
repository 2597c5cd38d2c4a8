"""What guardians come to do: report a visit, put a report right, raise an alarm, see whom they look after."""

from handlers.commands import Command, Reply, Start
from handlers.guardian.alarm import COMMANDS as ALARM
from handlers.guardian.alarm import alarm, alarm_words
from handlers.guardian.correction import COMMANDS as CORRECTION
from handlers.guardian.correction import visit_correction
from handlers.guardian.my_people import COMMANDS as MY_PEOPLE
from handlers.guardian.visit_report import visit_report
from handlers.scope import Scope


def report_visit(_scope: Scope, _argument: str) -> Reply:
    return Start("visit_report")


FORMS = (visit_report, visit_correction, alarm, alarm_words)
COMMANDS = (
    Command(
        "visit",
        report_visit,
        may=("guardian",),
        words=("/visit", "/tham", "tham", "visit", "bao tham", "ghe tham", "bao cao ghe tham"),
    ),
    *CORRECTION,
    *ALARM,
    *MY_PEOPLE,
)
