"""The pages of the desk, in the order of its menu; a new one is added here."""

from handlers.desk.alert import ALERT
from handlers.desk.alerts import ALERTS
from handlers.desk.approvals import APPROVALS
from handlers.desk.guardian import GUARDIAN
from handlers.desk.guardians import GUARDIANS
from handlers.desk.loans import LOANS
from handlers.desk.needs import NEEDS
from handlers.desk.own_devices import OWN_DEVICES
from handlers.desk.page import DeskPage
from handlers.desk.pledges import PLEDGES
from handlers.desk.record import RECORD
from handlers.desk.roster import ROSTER
from handlers.desk.roster_month import ROSTER_MONTH
from handlers.desk.today import TODAY
from handlers.desk.work import OFFERS, WORK

PAGES: tuple[DeskPage, ...] = (
    TODAY,
    ALERTS,
    ALERT,
    GUARDIANS,
    GUARDIAN,
    ROSTER,
    ROSTER_MONTH,
    APPROVALS,
    NEEDS,
    WORK,
    OFFERS,
    LOANS,
    PLEDGES,
    RECORD,
    OWN_DEVICES,
)
